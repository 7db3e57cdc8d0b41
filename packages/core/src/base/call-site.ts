// Where builder calls were written, kept beside the description and never in it. Taking a stack
// costs about two microseconds in V8; it becomes text only when a problem is reported.
import { memo } from './memo.js'
import type { Place } from './problem.js'

interface V8Error {
  captureStackTrace?(target: object, callerOf: Entry): void
  stackTraceLimit?: number
}
const engine = Error as unknown as V8Error // V8's own members are missing in the standard's type

/** The stack above a function of ours: its first line is the user's call. */
export interface Trace {
  readonly stack?: string
}

/** A function of ours that a user calls. */
export type Entry = (...args: never[]) => unknown

const traces = memo<Trace>()

/**
 * Remembers for a new part of a description, before it is frozen, who called `entry`. Engines
 * without V8's interface remember nothing.
 */
export const rememberCallSite = (part: object, entry: Entry): void => {
  if (engine.captureStackTrace === undefined) return
  const limit = engine.stackTraceLimit
  const trace: Trace = {}
  engine.stackTraceLimit = 1
  engine.captureStackTrace(trace, entry)
  engine.stackTraceLimit = limit
  traces.set(part, trace)
}

/** The file and line of the call that made a part; null when nobody knows. */
export const callSiteOf = (part: object): Place | null => {
  const line = traces
    .get(part)
    ?.stack?.split('\n')
    .find((l) => l.startsWith('    at '))
  // "at name (file:1:2)" or "at file:1:2"; a file's name may have brackets and blanks in it
  const text =
    line === undefined
      ? ''
      : (/^ +at .*? \((.*)\)$/.exec(line)?.[1] ?? line.replace(/^ +at (?:async )?/, ''))
  const found = /^(.+):(\d+):(\d+)$/.exec(text)
  return found === null
    ? null
    : { file: found[1] ?? '', line: Number(found[2]), column: Number(found[3]) }
}
