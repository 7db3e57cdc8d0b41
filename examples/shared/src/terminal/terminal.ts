import type { WriteStream } from 'node:tty'

import pc from 'picocolors'

export type Style = 'title' | 'good' | 'bad' | 'faint' | 'name'

/** Where the job writes. A pipe or a CI log gets plain text and no lines that redraw themselves. */
export interface Terminal {
  /** True if a line can be redrawn, so that a moving progress bar makes sense. */
  readonly live: boolean
  line(text?: string): void
  paint(style: Style, text: string): string
}

type Output = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }

export function openTerminal(output: Output, env: NodeJS.ProcessEnv): Terminal {
  const live = output.isTTY === true && env['TERM'] !== 'dumb'
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const colors = pc.createColors(!env['NO_COLOR'] && (live || forced))
  const styles: Record<Style, (text: string) => string> = {
    title: (text) => colors.bold(colors.cyan(text)),
    good: colors.green,
    bad: colors.red,
    faint: colors.dim,
    name: colors.bold,
  }
  return {
    live,
    line: (text = '') => void output.write(`${text}\n`),
    paint: (style, text) => styles[style](text),
  }
}
