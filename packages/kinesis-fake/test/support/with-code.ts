import { expect } from '@jest/globals'

/** An error of the service that has this code. */
export const withCode = (code: string) => expect.objectContaining({ code })
