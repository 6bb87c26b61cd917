"""A stand-in for a Databricks workspace: as much of its REST API as Airflow's operators and the
official SDK call to deploy and run pinpipe's jobs. What is submitted really runs, on local Spark.
"""
