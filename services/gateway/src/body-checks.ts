import { RestError } from './errors.ts'
import type { Check } from './resource.ts'

/** Refuses a body by its announced length, before it is read; one without is counted while it is read. */
export const checkSize =
  (limit: number): Check =>
  ({ headers }) => {
    if (Number(headers['content-length'] ?? 0) > limit) throw new RestError('BODY_TOO_LARGE')
  }

/** Refuses a body by its announced length where there is no room for it; it is counted while it is read. */
export const checkRoom: Check = ({ headers, room }) =>
  room.expect(Number(headers['content-length'] ?? 0))
