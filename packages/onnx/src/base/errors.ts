// What was thrown, in words.

/** The message of anything thrown; an error of another realm is no instance of our Error. */
export const messageOf = (e: unknown): string =>
  typeof e === 'object' && e !== null && 'message' in e && typeof e.message === 'string'
    ? e.message
    : String(e)
