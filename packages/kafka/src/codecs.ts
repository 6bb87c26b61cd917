import { promisify } from 'node:util'
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib'
import kafkajs from 'kafkajs'
import snappy from 'kafkajs-snappy'
import { compressFrame, decompressFrame } from 'lz4-napi'

/** Names of the codecs as settings and broker configurations spell them. */
export const compressionNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

/** How the records of a batch are compressed. */
export type CompressionName = (typeof compressionNames)[number]

/** One codec over whole buffers. */
export interface Codec {
  compress(data: Buffer): Promise<Buffer>
  decompress(data: Buffer): Promise<Buffer>
}

const xerialSnappy = snappy()

/** Every codec of Kafka's record batch format but `none`. */
export const codecs: Readonly<Record<Exclude<CompressionName, 'none'>, Codec>> = {
  gzip: { compress: promisify(gzip), decompress: promisify(gunzip) },
  snappy: {
    compress: (data) => xerialSnappy.compress({ buffer: data }),
    decompress: (data) => xerialSnappy.decompress(data),
  },
  lz4: { compress: (data) => compressFrame(data), decompress: decompressFrame },
  zstd: { compress: promisify(zstdCompress), decompress: promisify(zstdDecompress) },
}

/** The codec's number in a record batch's attributes. */
export const compressionId = (name: CompressionName): number => compressionNames.indexOf(name)

/** Makes kafkajs read (and write) snappy, lz4 and zstd; gzip it can do by itself. */
export function registerCodecs(): void {
  const { CompressionTypes, CompressionCodecs } = kafkajs
  for (const [type, codec] of [
    [CompressionTypes.Snappy, codecs.snappy],
    [CompressionTypes.LZ4, codecs.lz4],
    [CompressionTypes.ZSTD, codecs.zstd],
  ] as const) {
    CompressionCodecs[type] = () => ({
      compress: (encoder: { buffer: Buffer }) => codec.compress(encoder.buffer),
      decompress: (data: Buffer) => codec.decompress(data),
    })
  }
}
