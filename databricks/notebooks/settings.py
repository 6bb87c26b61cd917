# Databricks notebook source
# MAGIC %md
# MAGIC What the notebooks have in common: the package, and where the data is. Each declares the
# MAGIC widgets `id` and `root`, then does `%run ./settings`.

# COMMAND ----------

# MAGIC %pip install -q ../dist/pinpipe-0.1.0-py3-none-any.whl

# COMMAND ----------

import os

from pinpipe.cli import main

pipeline_id = dbutils.widgets.get("id")
root = dbutils.widgets.get("root") or f"s3a://user-{pipeline_id}-bucket"


def pinpipe(job, *arguments):
    """A job of the package on this notebook's session. Fails where the job does."""
    code = main([job, "--id", pipeline_id, "--root", root, *arguments], os.environ)
    if code != 0:
        raise RuntimeError(f"{job} ended with {code}; its words above say why")


def table(name):
    return spark.read.format("delta").load(f"{root}/lake/{name}")
