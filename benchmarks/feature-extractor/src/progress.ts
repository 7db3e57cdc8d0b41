/** Shows the progress of a backend: a bar on a terminal, a line per measurement elsewhere. */
import type { Running } from '@layersmith/backends'
import { beforeSignals, type BenchEvent, type Ceilings, words } from '@layersmith/bench'
import cliProgress from 'cli-progress'
import { outcomeOf } from './measure.js'
import type { Net } from './nets/net.js'
import type { Cell, LeftOut, Measurement } from './report/result.js'
import { cellName } from './report/words.js'

export interface Progress {
  /** What follows the measurements of a net. */
  readonly watch: (net: Pick<Net, 'name'>) => (event: BenchEvent) => void
  readonly ceilings: (ceilings: Ceilings) => void
  readonly line: (text: string) => void
  readonly stop: () => void
}

/** A measurement, in one line. */
export const outcomeLine = (outcome: Measurement | LeftOut): string => {
  const name = cellName(outcome).padEnd(26)
  if ('reason' in outcome) return `${name} left out: ${outcome.reason}`
  const { layersmith, subclass } = outcome.forms
  const [ours, byHand] = [layersmith, subclass].map(({ median }) =>
    words.milliseconds(median).padStart(9),
  )
  return (
    `${name} ${ours} ms, by hand ${byHand} ms, ` +
    `ratio ${words.ratio(layersmith.toReference)}, ${layersmith.runs} rounds`
  )
}

const ceilingsLine = ({ bandwidth, arithmetic }: Ceilings): string =>
  `at best ${bandwidth.rate.toFixed(1)} GB/s (add) ` +
  `and ${arithmetic.rate.toFixed(1)} GFLOP/s (matMul)`

export const showProgress = (
  running: Running,
  cells: readonly Cell[],
  out: NodeJS.WriteStream = process.stdout,
): Progress => {
  const head = `${running.backend}: ${words.deviceOf(running)}`
  const say = (text: string) => void out.write(`${text}\n`)
  say(head)
  if (!out.isTTY)
    return {
      watch: (net) => (event) => {
        if (event.event === 'measured') say(`  ${outcomeLine(outcomeOf(net, event.measurement))}`)
      },
      ceilings: (c) => say(`  ${ceilingsLine(c)}`),
      line: say,
      stop: () => undefined,
    }

  let finished = 0
  const bar = new cliProgress.SingleBar({
    stream: out,
    hideCursor: true,
    format: '  {bar} {percentage} %  {text}',
    barsize: 24,
    linewrap: false,
    gracefulExit: false,
  })
  const forget = beforeSignals(() => bar.stop())
  bar.start(cells.length, 0, { text: 'the ceilings' })
  /** Writes a line above the bar. */
  const above = (text: string) => {
    out.clearLine(0)
    out.cursorTo(0)
    say(`  ${text}`)
    bar.render()
  }
  return {
    watch: (net) => (event) => {
      if (event.event === 'measuring') {
        const { mode, batch } = event.cell
        bar.update(finished + event.share, {
          text: cellName({ net: net.name, task: mode, batch }),
        })
      }
      if (event.event !== 'measured') return
      finished++
      bar.update(finished)
      above(outcomeLine(outcomeOf(net, event.measurement)))
    },
    ceilings: (c) => above(ceilingsLine(c)),
    line: (text) => bar.update(finished, { text }),
    stop: () => {
      forget()
      bar.stop()
    },
  }
}
