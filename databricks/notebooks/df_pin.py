# Databricks notebook source
# MAGIC %md
# MAGIC # df_pin
# MAGIC
# MAGIC The posts: placeholders become null, `10k` a number, `save_location` a path; one row per `ind`.

# COMMAND ----------

# Before `%run`, which would give the widgets of `settings` their defaults, not the job's parameters.
dbutils.widgets.text("id", "0a1b2c3d4e5f", "Pipeline id")
dbutils.widgets.text("root", "", "s3://…, /Volumes/… or dbfs:/mnt/…; empty: the pipeline's bucket")

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

pinpipe("clean", "--kind", "pin")

# COMMAND ----------

df_pin = table("df_pin")
display(df_pin)

# COMMAND ----------

# MAGIC %md
# MAGIC What was rejected, with its bytes and where it lies.

# COMMAND ----------

display(table("quarantine_batch_pin"))
