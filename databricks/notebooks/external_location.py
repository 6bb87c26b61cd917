# Databricks notebook source
# MAGIC %md
# MAGIC # The bucket as an external location
# MAGIC
# MAGIC No key is in this workspace: Unity Catalog assumes an IAM role. An administrator makes the storage credential
# MAGIC and then, once:
# MAGIC
# MAGIC     CREATE EXTERNAL LOCATION pinpipe URL 's3://user-0a1b2c3d4e5f-bucket'
# MAGIC       WITH (STORAGE CREDENTIAL pinpipe);
# MAGIC     GRANT READ FILES, WRITE FILES ON EXTERNAL LOCATION pinpipe TO `data-engineers`;
# MAGIC
# MAGIC Then `root` is `s3://user-0a1b2c3d4e5f-bucket`. With an external volume over it, it is
# MAGIC `/Volumes/<catalog>/<schema>/<volume>`; a managed volume is for a workspace without a bucket of its own.
# MAGIC This notebook shows what `root` gives.

# COMMAND ----------

# Before `%run`, which would give the widgets of `settings` their defaults, not the job's parameters.
dbutils.widgets.text("id", "0a1b2c3d4e5f", "Pipeline id")
dbutils.widgets.text("root", "", "s3://…, /Volumes/… or dbfs:/mnt/…; empty: the pipeline's bucket")

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

topics = [(file.name, file.path) for file in dbutils.fs.ls(f"{root}/topics")]
display(spark.createDataFrame(topics, "topic STRING, path STRING"))

# COMMAND ----------

pinpipe("check")
