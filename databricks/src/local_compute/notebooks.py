"""Runs notebooks: their cells in order, in a namespace with `spark`, `dbutils` and `display`."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from local_compute import utilities
from local_compute.cluster import Cluster
from local_compute.display import display, display_html
from local_compute.source_format import Cell, cells_of
from local_compute.utilities import NotebookExit, Utilities


def run_task(file: Path, parameters: Mapping[str, str], cluster: Cluster) -> str | None:
    """Runs the notebook on a session of the cluster. Gives what `dbutils.notebook.exit` was given;
    None where it was not called. Raises what a cell raises."""
    utilities.install(cluster)
    spark = SparkSession.builder.getOrCreate()
    return Runner(spark, cluster).run(file.resolve(), parameters)


@dataclass(frozen=True)
class Runner:
    spark: SparkSession
    cluster: Cluster

    def run(self, file: Path, parameters: Mapping[str, str]) -> str | None:
        """Runs a notebook with widgets of its own."""
        dbutils = Utilities(self.cluster, self.spark, parameters, self._run_beside(file))
        namespace: dict[str, Any] = {
            "__name__": "__main__",
            "spark": self.spark,
            "dbutils": dbutils,
            "display": display,
            "displayHTML": display_html,
        }
        try:
            self._run_cells(file, namespace)
        except NotebookExit as end:
            return end.value
        return None

    def _run_beside(self, file: Path) -> utilities.RunNotebook:
        return lambda path, parameters: self.run(self._find(path, file), parameters)

    def _run_cells(self, file: Path, namespace: dict[str, Any]) -> None:
        for cell in cells_of(file.read_text()):
            print(f"── {file.name}, line {cell.line}", file=sys.stderr, flush=True)
            self._run_cell(cell, file, namespace)

    def _run_cell(self, cell: Cell, file: Path, namespace: dict[str, Any]) -> None:
        if cell.kind == "python":
            # The lines before it are kept, so that a traceback names the line of the file.
            text = "\n" * (cell.line - 1) + cell.text
            exec(compile(text, str(file), "exec"), namespace)
        elif cell.kind == "run":
            self._run_cells(self._find(cell.text, file), namespace)
        elif cell.kind == "pip":
            self._install(cell.text, file)

    def _install(self, arguments: str, file: Path) -> None:
        """Of what `%pip install` names, wheels beside the notebook; the rest is to be here."""
        for word in arguments.split():
            if word.endswith(".whl"):
                self.cluster.install((file.parent / word).resolve())
            elif word != "install" and not word.startswith("-"):
                print(f"not installed here: {word}", file=sys.stderr)

    def _find(self, path: str, file: Path) -> Path:
        """The file of a notebook by its path: beside `file`, or from the workspace's root on."""
        folder = self.cluster.workspace if path.startswith("/") else file.parent
        found = folder / path.removeprefix("/Workspace").lstrip("/")
        for each in (found, found.with_name(f"{found.name}.py")):
            if each.is_file():
                return each
        raise FileNotFoundError(f"no notebook {path}, seen from {file.name}")
