# Databricks notebook source
# MAGIC %md
# MAGIC # df_geo
# MAGIC
# MAGIC Where and when: latitude and longitude become one array, the text a timestamp; one row per `ind`.

# COMMAND ----------

# Before `%run`, which would give the widgets of `settings` their defaults, not the job's parameters.
dbutils.widgets.text("id", "0a1b2c3d4e5f", "Pipeline id")
dbutils.widgets.text("root", "", "s3://…, /Volumes/… or dbfs:/mnt/…; empty: the pipeline's bucket")

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

pinpipe("clean", "--kind", "geo")

# COMMAND ----------

df_geo = table("df_geo")
display(df_geo)

# COMMAND ----------

# MAGIC %md
# MAGIC What was rejected, with its bytes and where it lies.

# COMMAND ----------

display(table("quarantine_batch_geo"))
