import os

import pytest
from airflow import plugins_manager
from airflow.api_fastapi.core_api.datamodels.plugins import PluginResponse

from pinpipe_plugin import answers_url


def test_the_navigation_has_a_link_to_the_answers() -> None:
    infos = {info["name"]: info for info in plugins_manager.get_plugin_info()}
    assert not plugins_manager.get_import_errors()
    [view] = PluginResponse.model_validate(infos["pinpipe"]).external_views
    assert (view.name, view.destination) == ("Answers", "nav")
    assert view.href == answers_url(os.environ)


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        (
            {"PIPELINE_ID": "00112233aabb", "AWS_REGION": "eu-west-1"},
            "https://eu-west-1.console.aws.amazon.com/s3/buckets/user-00112233aabb-bucket"
            "?region=eu-west-1&prefix=answers/",
        ),
        (
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"},
            "http://127.0.0.1:4566/user-0a1b2c3d4e5f-bucket?list-type=2&prefix=answers/",
        ),
        (
            {"AWS_ENDPOINT_URL": "http://localstack:4566", "PINPIPE_ANSWERS_URL": "http://x/"},
            "http://x/",
        ),
    ],
)
def test_the_link_leads_to_the_bucket_where_a_browser_finds_it(
    settings: dict[str, str], url: str
) -> None:
    assert answers_url(settings) == url
