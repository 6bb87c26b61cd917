"""What the DAG file is made of: one for each pipeline id, on local Spark or on Databricks."""
