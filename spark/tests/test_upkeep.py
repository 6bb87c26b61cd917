from pathlib import Path

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from pinpipe.tables import Tables
from pinpipe.upkeep import maintain
from records_made import ID, unheard


def test_the_files_of_a_table_become_one_and_its_rows_stay(
    spark: SparkSession, tmp_path: Path
) -> None:
    root = f"file:{tmp_path}"
    clean = Tables(spark, root, "pin").clean
    for _ in range(2):
        spark.range(3).coalesce(1).write.format("delta").mode("append").save(clean)
    assert maintain(spark, root, ID, "batch", unheard) == [clean]
    assert DeltaTable.forPath(spark, clean).detail().collect()[0]["numFiles"] == 1
    assert spark.read.format("delta").load(clean).count() == 6
