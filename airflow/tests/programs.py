"""Programs that stand for others."""

from pathlib import Path


def program(folder: Path, script: str) -> Path:
    """An executable that stands for a Python which has pinpipe."""
    file = folder / "python"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file
