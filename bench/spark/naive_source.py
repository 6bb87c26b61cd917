"""A peer: a data source as it is written first. It plans a batch by reading it, then reads it."""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from pyspark.sql.datasource import DataSource, DataSourceStreamReader, InputPartition
from pyspark.sql.types import StructType


class NaivePartition(InputPartition):
    """Records of a shard, behind `start` and up to `end`."""

    def __init__(self, shard: str, start: str, end: str) -> None:
        super().__init__(shard)
        self.shard, self.start, self.end = shard, start, end


class NaiveReader(DataSourceStreamReader):
    """Offsets are the last sequence number of each shard, empty at its begin."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    def initialOffset(self) -> dict[str, str]:
        shards = self._client().list_shards(StreamName=self._options["streamName"])["Shards"]
        return {shard["ShardId"]: "" for shard in shards}

    def latestOffset(self) -> dict[str, str]:
        return {shard: self._end(shard) for shard in self.initialOffset()}

    def partitions(self, start: dict[str, str], end: dict[str, str]) -> list[NaivePartition]:
        moved = (shard for shard in end if start.get(shard, "") != end[shard])
        return [NaivePartition(shard, start.get(shard, ""), end[shard]) for shard in moved]

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]]:
        assert isinstance(partition, NaivePartition)
        for record in self._records(partition.shard, partition.start):
            yield (
                record["PartitionKey"],
                record["Data"],
                self._options["streamName"],
                partition.shard,
                record["SequenceNumber"],
                record["ApproximateArrivalTimestamp"],
            )
            if record["SequenceNumber"] == partition.end:
                return

    def _end(self, shard: str) -> str:
        """Every record of the shard is read for it."""
        last = ""
        for record in self._records(shard, ""):
            last = record["SequenceNumber"]
        return last

    def _records(self, shard: str, start: str) -> Iterator[dict[str, Any]]:
        client = self._client()
        place = {"ShardIteratorType": "TRIM_HORIZON"}
        if start:
            place = {
                "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                "StartingSequenceNumber": start,
            }
        found = client.get_shard_iterator(
            StreamName=self._options["streamName"], ShardId=shard, **place
        )
        iterator, behind = found["ShardIterator"], 1
        while behind > 0:
            page = client.get_records(ShardIterator=iterator, Limit=10_000)
            iterator, behind = page["NextShardIterator"], page["MillisBehindLatest"]
            yield from page["Records"]

    def _client(self) -> Any:
        return boto3.client(
            "kinesis",
            endpoint_url=self._options["endpoint"],
            region_name=self._options["region"],
            aws_access_key_id=self._options["awsAccessKey"],
            aws_secret_access_key=self._options["awsSecretKey"],
        )


class NaiveSource(DataSource):
    """Takes the options of the source `kinesis`."""

    @classmethod
    def name(cls) -> str:
        return "naive-kinesis"

    def schema(self) -> str:
        return (
            "partitionKey STRING, data BINARY, stream STRING, shardId STRING, "
            "sequenceNumber STRING, approximateArrivalTimestamp TIMESTAMP"
        )

    def streamReader(self, schema: StructType) -> NaiveReader:
        return NaiveReader(self.options)
