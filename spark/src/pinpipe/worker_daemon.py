"""The parent of Spark's Python workers, with the heavy modules loaded before it forks: every worker
would otherwise load them by itself, which is most of a small run's time in Python."""

import boto3  # noqa: F401
import orjson  # noqa: F401
import pandas  # noqa: F401
import pyarrow  # noqa: F401
from pyspark import daemon

import pinpipe.kinesis.aws
import pinpipe.kinesis.reading
import pinpipe.reader  # noqa: F401

if __name__ == "__main__":
    daemon.manager()
