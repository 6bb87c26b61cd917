declare module 'kafkajs-snappy' {
  /** Snappy in the framing of Java's client, for reading and writing. */
  export default function snappy(): {
    compress(encoder: { buffer: Buffer }): Promise<Buffer>
    decompress(data: Buffer): Promise<Buffer>
  }
}
