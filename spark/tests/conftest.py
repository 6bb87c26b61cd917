from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from pinpipe.session import SessionSettings, build_session, find_jars


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-phase", action="store_true", help="kill the stream job in each phase")


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """One session for the whole run."""
    jars = find_jars((Path(__file__).parent,))
    assert jars is not None, "no jars: see spark/README.md"
    session = build_session(SessionSettings(jars=jars, memory="1g"))
    yield session
    session.stop()
