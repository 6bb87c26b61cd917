"""The stream half: records of Kinesis to clean Delta tables, while they arrive."""
