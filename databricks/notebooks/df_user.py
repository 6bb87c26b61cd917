# Databricks notebook source
# MAGIC %md
# MAGIC # df_user
# MAGIC
# MAGIC Who: first and last name become one, the joining date a timestamp; one row per `ind`.

# COMMAND ----------

# Before `%run`, which would give the widgets of `settings` their defaults, not the job's parameters.
dbutils.widgets.text("id", "0a1b2c3d4e5f", "Pipeline id")
dbutils.widgets.text("root", "", "s3://…, /Volumes/… or dbfs:/mnt/…; empty: the pipeline's bucket")

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

pinpipe("clean", "--kind", "user")

# COMMAND ----------

df_user = table("df_user")
display(df_user)

# COMMAND ----------

# MAGIC %md
# MAGIC What was rejected, with its bytes and where it lies.

# COMMAND ----------

display(table("quarantine_batch_user"))
