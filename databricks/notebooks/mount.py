# Databricks notebook source
# MAGIC %md
# MAGIC # The bucket as a mount
# MAGIC
# MAGIC Mounts are deprecated, and serverless compute has none of this kind: take this one on classic compute without
# MAGIC Unity Catalog only, else `external_location`. The keys come from a secret scope, never from a table or a file:
# MAGIC
# MAGIC     databricks secrets create-scope pinpipe
# MAGIC     databricks secrets put-secret pinpipe aws-access-key-id
# MAGIC     databricks secrets put-secret pinpipe aws-secret-access-key

# COMMAND ----------

from urllib.parse import quote

dbutils.widgets.text("bucket", "user-0a1b2c3d4e5f-bucket", "Bucket")
dbutils.widgets.text("scope", "pinpipe", "Secret scope")
dbutils.widgets.text("mount", "/mnt/pinpipe", "Mount point")

bucket, scope = dbutils.widgets.get("bucket"), dbutils.widgets.get("scope")
mount = dbutils.widgets.get("mount")

# COMMAND ----------

# Made once: it is there for all clusters until it is unmounted.
if mount not in [each.mountPoint for each in dbutils.fs.mounts()]:
    key = dbutils.secrets.get(scope, "aws-access-key-id")
    # A secret key may hold a slash, which would end the URL's host.
    secret = quote(dbutils.secrets.get(scope, "aws-secret-access-key"), safe="")
    dbutils.fs.mount(f"s3a://{key}:{secret}@{bucket}", mount)

# COMMAND ----------

for file in dbutils.fs.ls(f"{mount}/topics"):
    print(file.path)

# COMMAND ----------

# The `root` of the other notebooks.
dbutils.notebook.exit(f"dbfs:{mount}")
