/** An embedded data format: what the JSON text of a key or value becomes on the wire. */
export interface Format {
  /** As in the content type: `application/vnd.kafka.<name>.v2+json`. */
  readonly name: string
  /** Whether keys and values need a schema from a registry. */
  readonly needsSchema: boolean
  /**
   * The bytes to store for a JSON text that is not null.
   * @throws {RestError} when the text does not suit the format.
   */
  encode(json: Buffer): Uint8Array
}
