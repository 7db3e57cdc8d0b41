import type { WriteStream } from 'node:tty'

import pc from 'picocolors'

export type Style = 'title' | 'good' | 'bad' | 'faint' | 'name'

/** Where the job talks to. A pipe or a CI log gets plain text, and no line that redraws itself. */
export interface Terminal {
  /** True where a line can be drawn again, so where a moving progress bar makes sense. */
  readonly live: boolean
  line(text?: string): void
  paint(style: Style, text: string): string
}

type Output = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }

export function openTerminal(output: Output, env: NodeJS.ProcessEnv): Terminal {
  const live = output.isTTY === true && env['TERM'] !== 'dumb'
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const colours = pc.createColors(!env['NO_COLOR'] && (live || forced))
  const styles: Record<Style, (text: string) => string> = {
    title: (text) => colours.bold(colours.cyan(text)),
    good: colours.green,
    bad: colours.red,
    faint: colours.dim,
    name: colours.bold,
  }
  return {
    live,
    line: (text = '') => void output.write(`${text}\n`),
    paint: (style, text) => styles[style](text),
  }
}
