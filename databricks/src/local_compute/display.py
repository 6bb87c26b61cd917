"""What `display` shows of a notebook's values: text, on stdout."""

from typing import Any

from pyspark.sql import DataFrame


def display(value: Any) -> None:
    """A frame as its first rows, a figure as its axes' titles, anything else as it prints. Like the
    original it takes a frame that streams no further than its name."""
    if isinstance(value, DataFrame):
        if value.isStreaming:
            print(f"a stream of {', '.join(value.columns)}")
        else:
            value.show(20, truncate=40)
    elif hasattr(value, "axes") and hasattr(value, "canvas"):
        value.canvas.draw()
        print(f"a chart: {', '.join(axes.get_title() for axes in value.axes)}")
    else:
        print(value)


def display_html(text: str) -> None:
    print(text)
