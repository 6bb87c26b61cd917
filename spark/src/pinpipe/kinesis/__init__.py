"""The data source `kinesis` for Spark Structured Streaming."""

from pyspark.sql import SparkSession

from pinpipe.databricks import on_databricks


def register(spark: SparkSession) -> None:
    """Makes `format("kinesis")` known, except on Databricks, which has its own."""
    if on_databricks():
        return
    # Not at the top: it needs Spark 4.2, and Databricks' may be older.
    from pinpipe.kinesis.source import KinesisDataSource

    spark.dataSource.register(KinesisDataSource)
