"""A task that runs an entry point of a wheel, as `python_wheel_task` does."""

import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from local_compute import utilities
from local_compute.cluster import Cluster


def run_entry_point(
    wheel: Path, package: str, name: str, arguments: Sequence[str], cluster: Cluster
) -> None:
    """Installs the wheel, without what it requires, and calls the entry point with no arguments:
    it reads them from `sys.argv`. ValueError where the wheel has no such entry point."""
    cluster.install(wheel)
    utilities.install(cluster)
    entry_point = _entry_point(cluster.packages, package, name)
    sys.argv = [name, *arguments]
    entry_point.load()()


def _entry_point(packages: Path, package: str, name: str) -> metadata.EntryPoint:
    found = [
        entry_point
        for distribution in metadata.distributions(name=package, path=[str(packages)])
        for entry_point in distribution.entry_points
    ]
    for entry_point in found:
        if entry_point.name == name:
            return entry_point
    known = ", ".join(entry_point.name for entry_point in found) or "none"
    raise ValueError(f"the wheel's package {package} has no entry point {name}; it has: {known}")
