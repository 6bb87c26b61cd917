"""Counts the lines of a bucket's landed objects with Spark's own text source, in the job's session.

The ceiling of the batch job: starting Spark and reading the objects, and nothing else.
Usage: count_lines.py BUCKET, with PINPIPE_JARS, PYTHONPATH and AWS_* as for the job.
"""

import os
import sys
from pathlib import Path

from pinpipe.jobs import SMALL_BYTES
from pinpipe.objects import S3Settings, open_store
from pinpipe.session import SessionSettings, build_session

root = f"s3a://{sys.argv[1]}"
s3 = S3Settings(
    endpoint_url=os.environ["AWS_ENDPOINT_URL"],
    region=os.environ["AWS_REGION"],
    access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
    secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
)
small = sum(open_store(root, s3).sizes("topics/").values()) < SMALL_BYTES
spark = build_session(SessionSettings(Path(os.environ["PINPIPE_JARS"]), s3, small))
lines = spark.read.option("recursiveFileLookup", True).text(f"{root}/topics").count()
sys.stdout.write(f"{lines}\n")
