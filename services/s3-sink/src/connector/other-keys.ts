/** Keys of features that are not supported yet: only a value that leaves the feature off is taken. */
export const offKeys: Readonly<Record<string, readonly string[]>> = {
  'rotate.interval.ms': ['-1'],
  'store.kafka.keys': ['false'],
  'store.kafka.headers': ['false'],
  's3.object.tagging': ['false'],
  's3.object.tagging.key.value.pairs': [''],
  's3.acl.canned': [''],
  's3.ssea.name': [''],
  's3.sse.customer.key': [''],
  's3.sse.kms.key.id': [''],
  's3.wan.mode': ['false'],
  's3.proxy.url': [''],
  's3.proxy.user': [''],
  's3.proxy.password': [''],
  's3.schema.partition.affix.type': ['NONE'],
  'enable.conditional.writes': ['true'],
  'consumer.override.auto.offset.reset': ['earliest'],
  transforms: [''],
  predicates: [''],
}

const CONNECT = "it is the Connect worker's"
const SCHEMAS = 'values carry no schema here'
const PARTS = 'each file is one request and takes the memory that it needs'
const DEFAULT_PARTITIONER = 'it has no effect with the DefaultPartitioner'

/** Keys that change nothing here, with the reason that the log gives. */
export const idleKeys: Readonly<Record<string, string>> = {
  'tasks.max': 'partitions are shared out among the running sinks of a group',
  'key.converter': 'keys are not stored',
  'key.converter.schemas.enable': 'keys are not stored',
  'header.converter': 'headers are not stored',
  'keys.format.class': 'keys are not stored',
  'headers.format.class': 'headers are not stored',
  'tombstone.encoded.partition': 'tombstones are not stored',
  'schema.compatibility': SCHEMAS,
  'schemas.cache.config': SCHEMAS,
  'connect.meta.data': SCHEMAS,
  'enhanced.avro.schema.support': SCHEMAS,
  'avro.codec': SCHEMAS,
  'parquet.codec': SCHEMAS,
  'allow.optional.map.keys': SCHEMAS,
  'json.decimal.format': SCHEMAS,
  'partition.field.name': DEFAULT_PARTITIONER,
  'partition.duration.ms': DEFAULT_PARTITIONER,
  'path.format': DEFAULT_PARTITIONER,
  locale: DEFAULT_PARTITIONER,
  'timestamp.extractor': DEFAULT_PARTITIONER,
  'timestamp.field': DEFAULT_PARTITIONER,
  'rotate.file.on.partition.change': DEFAULT_PARTITIONER,
  'partitioner.max.open.files': DEFAULT_PARTITIONER,
  's3.part.size': PARTS,
  's3.elastic.buffer.enable': PARTS,
  's3.elastic.buffer.init.capacity': PARTS,
  'max.files.scan.limit': 'the metadata of an object says where to go on',
  's3.object.behavior.on.tagging.error': 'objects are not tagged',
  's3.http.send.expect.continue': 'the AWS SDK decides',
  's3.send.digest': 'the AWS SDK sends a CRC32',
  's3.credentials.provider.class': "the AWS SDK's own chain is asked",
  'max.write.duration.ms': 'puts run beside consumption',
  'retry.backoff.ms': 's3.retry.backoff.ms holds for every attempt',
  'shutdown.timeout.ms': 'a stop puts and commits what is open within 30 s',
  'errors.retry.timeout': 'puts and dead letters are tried for ever',
  'errors.retry.delay.max.ms': 'puts and dead letters are tried for ever',
  'errors.log.enable': 'skipped records are always logged, per batch',
  'errors.log.include.messages': 'record contents are never logged',
  'errors.deadletterqueue.topic.replication.factor': 'the topic is made by provisioning',
  'config.action.reload': CONNECT,
}

/** Groups of keys that change nothing here. */
export const idlePrefixes: Readonly<Record<string, string>> = {
  'consumer.override.': 'this sink sets its own consumer',
  'producer.override.': 'this sink sets its own producer',
  'admin.override.': CONNECT,
  'key.converter.': 'keys are not stored',
  'value.converter.': 'plain JSON and bytes need no more settings',
  'header.converter.': 'headers are not stored',
  'confluent.': "it is for Confluent's licence",
  'reporter.': 'dead letters go by the errors.* keys',
}

/** Groups of keys that would change the data, and are refused. */
export const refusedPrefixes: readonly string[] = ['transforms.', 'predicates.']
