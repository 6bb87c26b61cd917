"""`dbutils`, as far as notebooks and jobs call it here."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

from pyspark.sql import SparkSession

from local_compute.cluster import Cluster
from local_compute.file_system import FileSystem

RunNotebook = Callable[[str, Mapping[str, str]], str | None]


class NotebookExit(Exception):
    """Ends a notebook. An Exception as on Databricks: a cell may catch it by mistake."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


def install(cluster: Cluster) -> None:
    """Makes `from pyspark.dbutils import DBUtils` work, by which packages get at it."""

    def of_session(spark: SparkSession) -> Utilities:
        def run(path: str, parameters: Mapping[str, str]) -> str | None:
            raise ValueError(f"only a notebook can run {path}")

        return Utilities(cluster, spark, {}, run)

    module: Any = ModuleType("pyspark.dbutils")
    module.DBUtils = of_session
    sys.modules["pyspark.dbutils"] = module


class Utilities:
    def __init__(
        self,
        cluster: Cluster,
        spark: SparkSession,
        parameters: Mapping[str, str],
        run: RunNotebook,
    ) -> None:
        self.widgets = Widgets(parameters)
        self.secrets = Secrets(cluster.secrets)
        self.notebook = Notebook(run)
        self._cluster = cluster
        self._spark = spark

    @cached_property
    def fs(self) -> FileSystem:
        return FileSystem(self._spark, self._cluster.mounts)


class Widgets:
    """A parameter of the task goes before a widget's default."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._values: dict[str, str] = dict(parameters)

    def text(self, name: str, defaultValue: str, label: str | None = None) -> None:
        self._values.setdefault(name, defaultValue)

    def get(self, name: str) -> str:
        """ValueError where there is neither a widget nor a parameter."""
        if name not in self._values:
            raise ValueError(f"No input widget named {name} is defined")
        return self._values[name]


@dataclass(frozen=True)
class Secrets:
    scopes: Mapping[str, Mapping[str, str]]

    def get(self, scope: str, key: str) -> str:
        """ValueError where there is no such secret."""
        if key not in self.scopes.get(scope, {}):
            raise ValueError(f"Secret does not exist with scope: {scope} and key: {key}")
        return self.scopes[scope][key]


@dataclass(frozen=True)
class Notebook:
    _run: RunNotebook

    def run(
        self, path: str, timeout_seconds: int, arguments: Mapping[str, str] | None = None
    ) -> str | None:
        """Runs another notebook and gives what it exits with. No time limit here."""
        return self._run(path, arguments or {})

    def exit(self, value: str) -> None:
        raise NotebookExit(value)
