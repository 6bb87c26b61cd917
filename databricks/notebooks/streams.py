# Databricks notebook source
# MAGIC %md
# MAGIC # The Kinesis streams
# MAGIC
# MAGIC Reads what is in the three streams now and cleans it into `{id}_pin_table`, `{id}_geo_table` and
# MAGIC `{id}_user_table`, each with a checkpoint of its own; run it again for what has come since. The job
# MAGIC `pinpipe-stream` of the bundle goes on for ever. Needs compute with dedicated access, and an instance profile
# MAGIC that may read the streams.

# COMMAND ----------

# Before `%run`, which would give the widgets of `settings` their defaults, not the job's parameters.
dbutils.widgets.text("id", "0a1b2c3d4e5f", "Pipeline id")
dbutils.widgets.text("root", "", "s3://…, /Volumes/… or dbfs:/mnt/…; empty: the pipeline's bucket")

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

pinpipe("stream", "--available-now", "--metrics-port", "0")

# COMMAND ----------

for kind in ("pin", "geo", "user"):
    display(table(f"{pipeline_id}_{kind}_table"))
