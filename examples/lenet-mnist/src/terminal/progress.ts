import cliProgress from 'cli-progress'

import { duration, grouped, percent } from './format.js'
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

/** A moving bar on a terminal; elsewhere a plain line for every tenth of the work. */
export function progressView(terminal: Terminal, total: number): ProgressView {
  return terminal.live ? movingBar(total) : plainLines(terminal)
}

/** "12,800 of 60,000  loss 0.2113  accuracy 93.42 %  5,012 images/s  9.4 s left" */
export function progressText(progress: Progress): string {
  const speed = progress.done / progress.seconds
  return [
    `${grouped(progress.done).padStart(grouped(progress.total).length)} of ${grouped(progress.total)}`,
    `loss ${progress.loss.toFixed(4)}`,
    `accuracy ${percent(progress.accuracy).padStart(8)}`,
    `${grouped(speed)} images/s`,
    progress.done === progress.total
      ? `${duration(progress.seconds)} in all`
      : `${duration((progress.total - progress.done) / speed)} left`,
  ].join('  ')
}

function movingBar(total: number): ProgressView {
  let text = 'first step …'
  const bar = new cliProgress.SingleBar({
    stream: process.stdout,
    hideCursor: true,
    barsize: 20,
    // The job has its own handler for Ctrl-C, which ends with stop() below.
    gracefulExit: false,
    format: (options, params) => {
      const filled = Math.round(params.progress * (options.barsize ?? 20))
      return `   ${'█'.repeat(filled)}${'░'.repeat((options.barsize ?? 20) - filled)}  ${text}`
    },
  })
  bar.start(total, 0)
  return {
    show(progress) {
      text = progressText(progress)
      bar.update(progress.done)
    },
    stop: () => bar.stop(),
  }
}

function plainLines(terminal: Terminal): ProgressView {
  let shown = 0
  return {
    show(progress) {
      const tenth = Math.floor((10 * progress.done) / progress.total)
      if (tenth > shown) {
        shown = tenth
        terminal.line(`   ${progressText(progress)}`)
      }
    },
    stop: () => undefined,
  }
}
