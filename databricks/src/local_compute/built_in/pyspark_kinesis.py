"""Databricks has a source `kinesis` built in. Spark looks for sources in modules of such a name:
that of the package pinpipe stands for it here, where its wheel is installed."""

from contextlib import suppress

with suppress(ModuleNotFoundError):
    from pinpipe.kinesis.source import KinesisDataSource as DefaultSource  # noqa: F401
