// Remembers where builder calls were written, beside the description and never in it. Capturing a
// stack costs about two microseconds in V8; it is turned into text only to report a problem.
import { memo } from './memo.js'
import type { Place } from './problem.js'

interface V8Error {
  captureStackTrace?(target: object, callerOf: Entry): void
  stackTraceLimit?: number
}
// the standard type lacks V8's own members
const engine = Error as unknown as V8Error

/** The stack above one of our functions: its first line is the user's call. */
export interface Trace {
  readonly stack?: string
}

/** One of our functions that a user calls. */
export type Entry = (...args: never[]) => unknown

const traces = memo<Trace>()

/**
 * Remembers who called `entry`, for a new part of a description that is not frozen yet. Does
 * nothing in engines without V8's interface.
 */
export const rememberCallSite = (part: object, entry: Entry): void => {
  if (engine.captureStackTrace === undefined) return
  const limit = engine.stackTraceLimit
  const trace: Trace = {}
  limitTo(1)
  engine.captureStackTrace(trace, entry)
  limitTo(limit)
  traces.set(part, trace)
}
/** Remembers a new part, not frozen yet, as written where another one was; returns it. */
export const movedCallSite = <T extends object>(from: object, to: T): T => {
  const trace = traces.get(from)
  if (trace !== undefined) traces.set(to, trace)
  return to
}
/** Does nothing where `Error` is frozen: more frames do no harm. */
const limitTo = (frames: number | undefined): void => {
  Reflect.set(engine, 'stackTraceLimit', frames)
}

/** The text of a trace; null where the program's own `Error.prepareStackTrace` gives none. */
const textOf = (trace: Trace | undefined): string | null => {
  try {
    const stack: unknown = trace?.stack
    return typeof stack === 'string' ? stack : null
  } catch {
    return null // it threw, which must not hide the problem that is to be reported
  }
}

/** The place of the call that made a part; null when it is unknown. */
export const callSiteOf = (part: object): Place | null => {
  const line = textOf(traces.get(part))
    ?.split('\n')
    .find((l) => l.startsWith('    at '))
  // "at name (file:1:2)" or "at file:1:2"; file names may contain brackets and blanks
  const text =
    line === undefined
      ? ''
      : (/^ +at .*? \((.*)\)$/.exec(line)?.[1] ?? line.replace(/^ +at (?:async )?/, ''))
  const found = /^(.+):(\d+):(\d+)$/.exec(text)
  return found === null
    ? null
    : { file: found[1] ?? '', line: Number(found[2]), column: Number(found[3]) }
}
