import pytest

from local_compute.source_format import Cell, cells_of

NOTEBOOK = """# Databricks notebook source
# MAGIC %md
# MAGIC # A title
# MAGIC and a line

# COMMAND ----------

# MAGIC %pip install matplotlib

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

x = 1
# a comment of the cell
y = x

# COMMAND ----------

"""


def test_cells_are_told_apart_by_their_magic_and_know_their_line() -> None:
    assert cells_of(NOTEBOOK) == [
        Cell("md", "# A title\nand a line", 2),
        Cell("pip", "install matplotlib", 7),
        Cell("run", "./settings", 11),
        Cell("python", "\nx = 1\n# a comment of the cell\ny = x\n", 15),
    ]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("x = 1", "the first line is not '# Databricks notebook source'"),
        ("# Databricks notebook source\n# MAGIC %scala 1", "line 2: %scala is not known here"),
    ],
)
def test_what_cannot_run_here_is_refused(source: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        cells_of(source)
