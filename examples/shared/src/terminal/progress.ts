import cliProgress from 'cli-progress'

import { clock, grouped } from './format.js'
import type { Terminal } from './terminal.js'

export interface Progress {
  readonly done: number
  readonly total: number
  readonly seconds: number
  readonly loss: number
  readonly accuracy: number
}

export interface ProgressView {
  readonly show: (progress: Progress) => void
  readonly stop: () => void
}

/** A moving bar on a terminal; elsewhere, a plain line for every tenth of the work. */
export function progressView(terminal: Terminal, total: number, unit = 'images'): ProgressView {
  const say = (progress: Progress): string => progressText(progress, unit)
  return terminal.live ? movingBar(total, say) : plainLines(terminal, say)
}

/**
 * "12,800/60,000 loss 0.211 accuracy 93.4 % 760 images/s 1:02 left", short enough for a bar in
 * front of it.
 */
export function progressText(
  { done, total, seconds, loss, accuracy }: Progress,
  unit = 'images',
): string {
  const speed = done / seconds
  return [
    `${grouped(done).padStart(grouped(total).length)}/${grouped(total)}`,
    `loss ${loss.toFixed(3)}`,
    `accuracy ${(100 * accuracy).toFixed(1).padStart(4)} %`,
    `${grouped(speed)} ${unit}/s`,
    done === total ? `${clock(seconds)} in all` : `${clock((total - done) / speed)} left`,
  ].join('  ')
}

/** The text, after as much of a bar as fits into a line of this width. */
export function barText(share: number, text: string, columns: number): string {
  const size = Math.max(0, Math.min(20, columns - text.length - 6))
  const filled = Math.round(share * size)
  return `   ${'█'.repeat(filled)}${'░'.repeat(size - filled)}  ${text}`
}

function movingBar(total: number, say: (progress: Progress) => string): ProgressView {
  let text = 'first step …'
  const bar = new cliProgress.SingleBar({
    stream: process.stdout,
    hideCursor: true,
    // The job has its own handler for Ctrl-C, which leads to stop() below.
    gracefulExit: false,
    format: (_, { progress }) => barText(progress, text, process.stdout.columns),
  })
  bar.start(total, 0)
  return {
    show(progress) {
      text = say(progress)
      bar.update(progress.done)
    },
    stop: () => bar.stop(),
  }
}

function plainLines(terminal: Terminal, say: (progress: Progress) => string): ProgressView {
  let shown = 0
  return {
    show(progress) {
      const tenth = Math.floor((10 * progress.done) / progress.total)
      if (tenth > shown) {
        shown = tenth
        terminal.line(`   ${say(progress)}`)
      }
    },
    stop: () => undefined,
  }
}
