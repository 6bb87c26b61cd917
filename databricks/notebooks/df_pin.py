# Databricks notebook source
# MAGIC %md
# MAGIC # df_pin
# MAGIC
# MAGIC The posts: placeholders become null, `10k` a number, `save_location` a path; one row per `ind`.

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
