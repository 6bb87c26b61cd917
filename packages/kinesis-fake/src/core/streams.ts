import { ServiceError } from './errors.ts'
import { Stream, type StreamSetting, type StreamSpec, type StreamStatus } from './stream.ts'

/** The account's streams by name. */
export class Streams {
  readonly #setting: StreamSetting
  readonly #streams = new Map<string, Stream>()

  constructor(setting: StreamSetting) {
    this.#setting = setting
  }

  /** The greatest sequence number that was given. */
  get lastSequenceNumber(): string {
    return this.#setting.sequencer.last
  }

  /** @throws {ServiceError} where a stream has the name. */
  create(spec: StreamSpec, nowMs: number): void {
    if (this.#find(spec.name, nowMs))
      throw new ServiceError('ResourceInUseException', `Stream ${spec.name} already exists.`)
    this.#streams.set(spec.name, new Stream(spec, this.#setting, nowMs))
  }

  /** @throws {ServiceError} where there is no such stream. */
  get(name: string, nowMs: number): Stream {
    const stream = this.#find(name, nowMs)
    if (!stream) throw notFound(name)
    return stream
  }

  /**
   * A stream that takes and gives records.
   * @throws {ServiceError} where there is none, or it is CREATING or DELETING.
   */
  serving(name: string, nowMs: number): Stream {
    const stream = this.get(name, nowMs)
    if (!isOneOf(stream.status(nowMs), 'ACTIVE', 'UPDATING')) throw notFound(name)
    return stream
  }

  /**
   * A stream that can be changed.
   * @throws {ServiceError} where there is none, or a change of it is not over.
   */
  active(name: string, nowMs: number): Stream {
    const stream = this.get(name, nowMs)
    const status = stream.status(nowMs)
    if (status === 'ACTIVE') return stream
    const message = `Stream ${name} is not ACTIVE, but ${status}.`
    throw new ServiceError('ResourceInUseException', message)
  }

  /** @throws {ServiceError} where there is no such stream. */
  delete(name: string, nowMs: number): void {
    this.get(name, nowMs).begin('DELETING', nowMs)
  }

  /** In the order of their names. */
  all(nowMs: number): Stream[] {
    const streams = [...this.#streams.values()].filter((stream) => !stream.isGone(nowMs))
    return streams.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  #find(name: string, nowMs: number): Stream | undefined {
    const stream = this.#streams.get(name)
    return stream?.isGone(nowMs) ? undefined : stream
  }
}

const isOneOf = (status: StreamStatus, ...allowed: StreamStatus[]) => allowed.includes(status)

const notFound = (name: string) =>
  new ServiceError('ResourceNotFoundException', `Stream ${name} not found.`)
