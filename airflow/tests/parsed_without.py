"""Parses the DAG where a provider is not installed. `python parsed_without.py PROVIDER FILE` writes
its tasks as serialised, by id; exit 1: import errors, which are on stderr."""

import json
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

from serialised import parse


class Missing(MetaPathFinder):
    """Hides a provider's modules, but the one by which Airflow lists it."""

    def __init__(self, provider: str) -> None:
        self.prefix = f"airflow.providers.{provider}."

    def find_spec(self, name: str, *_: object) -> None:
        if name.startswith(self.prefix) and not name.endswith(".get_provider_info"):
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


sys.meta_path.insert(0, Missing(sys.argv[1]))
errors, tasks = parse()
if errors:
    sys.exit("\n".join(errors.values()))
Path(sys.argv[2]).write_text(json.dumps(tasks))
