# Databricks notebook source
# MAGIC %md
# MAGIC # The batch in one notebook
# MAGIC
# MAGIC The seven steps of the DAG and of the job `pinpipe-batch`, one after the other on this session: for a DAG that
# MAGIC runs one notebook a day. Parameters are text: `options` and `limits` are JSON, as `{"ties": "first"}`.

# COMMAND ----------

# Before `%run`, which would give the widgets of `settings` their defaults, not the job's parameters.
dbutils.widgets.text("id", "0a1b2c3d4e5f", "Pipeline id")
dbutils.widgets.text("root", "", "s3://…, /Volumes/… or dbfs:/mnt/…; empty: the pipeline's bucket")

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

import json
from datetime import UTC, datetime

dbutils.widgets.text("bucket", "", "Bucket, where there is no root")
dbutils.widgets.text("run_id", "", "Run id; empty: the time")
dbutils.widgets.text("rebuild", "false", "true: read everything again")
dbutils.widgets.text("options", "{}", "Options of the queries")
dbutils.widgets.text("limits", "{}", "Limits of the gate")

bucket = dbutils.widgets.get("bucket")
if bucket and not dbutils.widgets.get("root"):
    root = f"s3a://{bucket}"
run = ["--run-id", dbutils.widgets.get("run_id") or f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"]
rebuild = ["--rebuild"] if dbutils.widgets.get("rebuild").lower() == "true" else []


def flags(widget):
    given = json.loads(dbutils.widgets.get(widget))
    return [f"--{name.replace('_', '-')}={value}" for name, value in given.items()]


# COMMAND ----------

pinpipe("check", *run)

# COMMAND ----------

for kind in ("pin", "geo", "user"):
    pinpipe("clean", "--kind", kind, *rebuild, *run)

# COMMAND ----------

pinpipe("queries", "--no-publish", *flags("options"), *run)

# COMMAND ----------

pinpipe("gate", *flags("limits"), *run)

# COMMAND ----------

pinpipe("publish", *run)

# COMMAND ----------

dbutils.notebook.exit(json.dumps({"run_id": run[1], "answers": f"{root}/answers"}))
