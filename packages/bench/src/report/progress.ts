/** Shows the progress of a benchmark on a terminal. */
import cliProgress from 'cli-progress'
import { beforeSignals } from '../base/signals.js'
import { cellName } from '../results/result.js'
import type { BenchEvent } from '../run/events.js'
import { deviceOf } from './words.js'

/** A moving bar, or null where nobody watches: in a pipe, a file, a CI log. */
export const progressBar = (
  out: NodeJS.WriteStream,
): { readonly show: (event: BenchEvent) => void; readonly stop: () => void } | null => {
  if (!out.isTTY) return null
  const bar = new cliProgress.SingleBar({
    stream: out,
    hideCursor: true,
    clearOnComplete: true,
    format: '{backend} {bar} {percentage} %  {text}',
    barsize: 24,
    linewrap: false,
    // its own handler would swallow the signal
    gracefulExit: false,
  })
  const forget = beforeSignals(() => bar.stop())
  let finished = 0
  return {
    show: (event) => {
      switch (event.event) {
        case 'started':
          finished = 0
          bar.start(event.cells.length, 0, {
            backend: `${event.backend.backend}: ${deviceOf(event.backend)}`,
            text: 'the limits of the device, equal weights',
          })
          return
        case 'ceilings':
          return
        case 'measuring':
          bar.update(finished + event.share, { text: cellName(event.cell) })
          return
        case 'measured':
          finished++
          bar.update(finished)
          return
        case 'ended':
          bar.stop()
          return
        default:
          return event satisfies never
      }
    },
    stop: () => {
      forget()
      bar.stop()
    },
  }
}
