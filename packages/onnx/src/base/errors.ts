// Errors that say which function threw them.
import { BuildError, shortened } from '@layersmith/core'

/** The message of anything thrown; an error of another realm is no instance of our Error. */
export const messageOf = (e: unknown): string =>
  typeof e === 'object' && e !== null && 'message' in e && typeof e.message === 'string'
    ? e.message
    : String(e)

/** An error as one of the function with this name; problems of a net say enough themselves. */
export const thrownBy = (where: string, e: unknown): unknown => {
  if (e instanceof BuildError) return e
  const message = shortened(`${where}: ${messageOf(e)}`)
  return e instanceof TypeError
    ? new TypeError(message, { cause: e })
    : new Error(message, { cause: e })
}
