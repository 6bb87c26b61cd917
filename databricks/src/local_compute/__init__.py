"""A stand-in for a Databricks cluster on this machine: runs a notebook, or an entry point of a
wheel, on local Spark as a task of a job does. `python -m local_compute --help`."""
