import pytest

from pinpipe.streaming.figures import BatchFigures


@pytest.mark.parametrize(
    ("visible_at", "latency_ms"),
    [(100.0, (2000, 5000)), (97.0, (0, 2000)), (90.0, (0, 0))],
)
def test_a_latency_is_never_below_nothing(visible_at: float, latency_ms: tuple[int, int]) -> None:
    figures = BatchFigures(20, 0, {}, median_arrival=98.0, early_arrival=95.0)
    assert figures.latency_ms(visible_at) == latency_ms
