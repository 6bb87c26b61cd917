# Databricks notebook source
# MAGIC %md
# MAGIC # The queries
# MAGIC
# MAGIC Tasks 4 to 11 over the clean tables, each with a chart. What the questions leave open (ties, whose joining year)
# MAGIC is in `QueryOptions`.

# COMMAND ----------

# Before `%run`, which would give the widgets of `settings` their defaults, not the job's parameters.
dbutils.widgets.text("id", "0a1b2c3d4e5f", "Pipeline id")
dbutils.widgets.text("root", "", "s3://…, /Volumes/… or dbfs:/mnt/…; empty: the pipeline's bucket")

# COMMAND ----------

# MAGIC %run ./settings

# COMMAND ----------

import matplotlib.pyplot as plt
import pandas as pd
from pinpipe.answers import answer_all
from pinpipe.queries import QueryOptions

answers = answer_all(table("df_pin"), table("df_geo"), table("df_user"), QueryOptions())


def frame(task):
    answer = answers[task]
    return pd.DataFrame(answer.rows, columns=answer.columns)


def chart(task, rows, value, kind="barh"):
    """Draws one column of rows that are named by their index."""
    axes = rows[value].plot(kind=kind, title=answers[task].title, figsize=(8, 4)) if len(rows) else plt.gca()
    axes.set_title(answers[task].title)
    axes.set_ylabel("")
    display(axes.figure)
    plt.close(axes.figure)


# COMMAND ----------

rows = frame("4")
display(rows)
chart("4", rows.set_index(rows.country + ": " + rows.category).head(30), "category_count")

# COMMAND ----------

rows = frame("5")
display(rows)
chart("5", rows.pivot_table(index="post_year", values="category_count", aggfunc="sum"), "category_count", "bar")

# COMMAND ----------

rows = frame("6a")
display(rows)
chart("6a", rows.set_index(rows.country + ": " + rows.poster_name).head(30), "follower_count")

# COMMAND ----------

rows = frame("6b")
display(rows)
chart("6b", rows.set_index("country"), "follower_count")

# COMMAND ----------

rows = frame("7")
display(rows)
chart("7", rows.set_index(rows.age_group + ": " + rows.category), "category_count")

# COMMAND ----------

rows = frame("8")
display(rows)
chart("8", rows.set_index("age_group"), "median_follower_count")

# COMMAND ----------

rows = frame("9")
display(rows)
chart("9", rows.set_index("post_year"), "number_users_joined", "bar")

# COMMAND ----------

rows = frame("10")
display(rows)
chart("10", rows.set_index("post_year"), "median_follower_count", "bar")

# COMMAND ----------

rows = frame("11")
display(rows)
chart("11", rows.set_index(rows.age_group + ", " + rows.post_year.astype(str)), "median_follower_count")
