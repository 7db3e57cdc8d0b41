// Output to the terminal. Names, messages and paths come from others and could contain sequences
// that a terminal obeys, so the only sequences written are those of the styles here.
import picocolors from 'picocolors'

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow'
export interface Styled {
  readonly style: Style
  readonly text: string
}
export type Piece = string | Styled

export const styled = (style: Style, text: string): Styled => ({ style, text })

/**
 * Characters that a terminal obeys or that reorder text: control characters except tab and line
 * feed, line separators, direction marks.
 */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- these are what it looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** The text with such characters escaped as in JSON and JavaScript, so it means the same there. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A place to write to, such as `process.stdout`. */
export interface Stream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** What `NO_COLOR` (https://no-color.org) and `FORCE_COLOR` say, and otherwise whether it is a
 * terminal. */
const isColored = ({ isTTY }: Stream, env: NodeJS.ProcessEnv): boolean => {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0'
  return isTTY === true && env.TERM !== 'dumb'
}

const painter = (stream: Stream, env: NodeJS.ProcessEnv) => {
  const colors = picocolors.createColors(isColored(stream, env))
  return (pieces: readonly Piece[]): string =>
    pieces
      .map((p) => (typeof p === 'string' ? visible(p) : colors[p.style](visible(p.text))))
      .join('')
}

export interface Terminal {
  /** Writes a line of results to the standard output. */
  print(...pieces: readonly Piece[]): void
  /** Writes a line about the work to the standard error. */
  note(...pieces: readonly Piece[]): void
}

export const terminal = (out: Stream, err: Stream, env: NodeJS.ProcessEnv): Terminal => {
  const [painted, noted] = [painter(out, env), painter(err, env)]
  return {
    print: (...pieces) => void out.write(`${painted(pieces)}\n`),
    note: (...pieces) => void err.write(`${noted(pieces)}\n`),
  }
}
