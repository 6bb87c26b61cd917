"""A link to the published answers in Airflow's navigation."""

import os
from collections.abc import Mapping

from airflow.plugins_manager import AirflowPlugin


def answers_url(env: Mapping[str, str]) -> str:
    """Where a browser finds the published answers of the pipeline's bucket: PINPIPE_ANSWERS_URL,
    else the listing of AWS_ENDPOINT_URL, else S3's console."""
    if given := env.get("PINPIPE_ANSWERS_URL"):
        return given
    bucket = f"user-{env.get('PIPELINE_ID', '0a1b2c3d4e5f')}-bucket"
    if endpoint := env.get("AWS_ENDPOINT_URL"):
        return f"{endpoint}/{bucket}?list-type=2&prefix=answers/"
    region = env.get("AWS_REGION", "us-east-1")
    console = f"https://{region}.console.aws.amazon.com/s3/buckets"
    return f"{console}/{bucket}?region={region}&prefix=answers/"


class PinpipePlugin(AirflowPlugin):
    name = "pinpipe"
    # A list that Airflow takes views out of which it does not like, so no tuple.
    external_views = [{"name": "Answers", "href": answers_url(os.environ)}]  # noqa: RUF012
