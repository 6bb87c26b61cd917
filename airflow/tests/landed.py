"""Records in a folder that stands for the bucket, and the answers that come of them."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
POSTS = 40
RECORDS = json.loads((ROOT / "spark" / "tests" / "records.json").read_bytes())


def land(lake: Path) -> None:
    """The records of POSTS posts, as the sink leaves them."""
    for kind, record in RECORDS.items():
        topic = f"0a1b2c3d4e5f.{kind}"
        file = lake / f"topics/{topic}/partition=0/{topic}+0+0000000000.json"
        file.parent.mkdir(parents=True)
        records = [record | changes(number)[kind] for number in range(POSTS)]
        file.write_text("".join(f"{json.dumps(each)}\n" for each in records))


def changes(number: int) -> dict[str, dict[str, Any]]:
    """What tells one post from another, so that each query has groups to compare."""
    category = ("art", "travel", "finance")[number % 3]
    country = ("Albania", "Aruba", "Cuba", "Fiji")[number % 4]
    followers = {"poster_name": f"Poster {number % 9}", "follower_count": f"{number * 7 % 23}k"}
    return {
        "pin": {"index": number, "category": category, **followers},
        "geo": {
            "ind": number,
            "country": country,
            "timestamp": f"{2018 + number % 5}-03-0{1 + number % 9}T03:52:47",
        },
        "user": {
            "ind": number,
            "age": 18 + number * 3 % 40,
            "date_joined": f"{2015 + number % 6}-10-24T11:23:51",
        },
    }


def answers(lake: Path) -> dict[str, Any]:
    """The published ones: columns and rows by task."""
    told = {file.stem: json.loads(file.read_bytes()) for file in (lake / "answers").glob("*.json")}
    return {task: (each["columns"], each["rows"]) for task, each in told.items()}
