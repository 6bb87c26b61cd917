import json
import signal
import subprocess
import time
from pathlib import Path

from local_tasks import command, environment, json_file, task

WITHIN_S = 180
HEAD = "# Databricks notebook source\n"
CELL = "\n# COMMAND ----------\n"

SETTINGS = f'{HEAD}dbutils.widgets.text("root", "none")\nroot = dbutils.widgets.get("root")\n'
CHILD = f'{HEAD}dbutils.notebook.exit(str(spark.range(int(dbutils.widgets.get("n"))).count()))\n'
NOTEBOOK = HEAD + CELL.join(
    [
        "# MAGIC %pip install anything",
        "# MAGIC %run ./lib/settings",
        'key = dbutils.secrets.get("keys", "id")\n'
        'dbutils.fs.mount(f"s3a://{key}:a%2Fb@a-bucket", "/mnt/landed")\n'
        "mounted = [(m.mountPoint, m.source) for m in dbutils.fs.mounts()]",
        'spark.range(3).write.format("delta").save(f"{root}/t")\n'
        'rows = spark.read.format("delta").load(f"dbfs:{root}/t")\n'
        "display(rows)",
        'counted = dbutils.notebook.run("/child", 60, {"n": "4"})\n'
        'dbutils.fs.put(f"{root}/note", "gr\\u00fcn", True)\n'
        "files = {f.name: f.size for f in dbutils.fs.ls(root)}\n"
        "import json\n"
        "dbutils.notebook.exit(json.dumps([rows.count(), mounted, counted, files, "
        'dbutils.fs.head(f"{root}/note"), spark.conf.get("spark.app.name")]))',
        'raise RuntimeError("not reached")',
    ]
)


def test_a_notebook_finds_session_widgets_secrets_files_and_other_notebooks(
    tmp_path: Path,
) -> None:
    for name, text in {"main": NOTEBOOK, "lib/settings": SETTINGS, "child": CHILD}.items():
        file = tmp_path / "work" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    root = "/Volumes/main/pins/landed"
    done = task(
        "notebook",
        *("--file", tmp_path / "work" / "main.py", "--workspace", tmp_path / "work"),
        *("--parameters", json.dumps({"root": root}), "--result", tmp_path / "result.json"),
        *("--secrets", json_file(tmp_path / "secrets.json", {"keys": {"id": "k"}})),
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(json.loads((tmp_path / "result.json").read_text())["result"])
    mounted = [["/mnt/landed", "s3a://a-bucket"]]
    files = {"t/": 0, "note": 5}
    assert result == [3, mounted, "4", files, "grün", "local_compute"]
    assert (tmp_path / "work" / "Volumes/main/pins/landed/t/_delta_log").is_dir()


def test_sigterm_ends_the_task_and_its_java_process(tmp_path: Path) -> None:
    notebook = tmp_path / "waiting.py"
    notebook.write_text(
        f"{HEAD}import signal\n"
        "from pyspark import SparkContext\n"
        "print(SparkContext._gateway.proc.pid, flush=True)\n"
        "signal.pause()\n"
    )
    with subprocess.Popen(
        command("notebook", "--file", notebook), env=environment(), stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        java = int(running.stdout.readline())
        running.send_signal(signal.SIGTERM)
        assert running.wait() == 128 + signal.SIGTERM
    deadline = time.monotonic() + WITHIN_S
    while is_running(java):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
