"""The data source `kinesis` for Spark Structured Streaming."""

from pinpipe.kinesis.source import register

__all__ = ["register"]
