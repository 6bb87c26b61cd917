from pinpipe.present import SHOWN_ROWS, answer_tables
from pinpipe.queries import TASKS


def test_answers_are_shown_as_tables_in_the_order_of_the_tasks() -> None:
    rows = [[f"country {number}", number] for number in range(SHOWN_ROWS + 2)]
    answers = {name: {"columns": ["country", "count"], "rows": rows} for name in reversed(TASKS)}

    text = answer_tables(answers)

    blocks = text.split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [
        f"Task {name}: {task.title}" for name, task in TASKS.items()
    ]
    assert "country 9" in blocks[0]
    assert "country 10" not in blocks[0]
    assert blocks[0].endswith("… and 2 more rows")


def test_an_answer_without_rows_shows_its_columns() -> None:
    answers = {name: {"columns": ["country"], "rows": list[list[str]]()} for name in TASKS}
    assert "country" in answer_tables(answers)
