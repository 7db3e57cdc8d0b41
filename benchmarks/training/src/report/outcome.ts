/** What a worker says about a measurement. */
import { words } from '@layersmith/bench'
import { type Measured, reference, titles } from './result.js'

const { milliseconds, ratio } = words

/** Has no interval if there was only one round. */
export const timesOurs = ({ contestant, runs, toReference }: Measured): string => {
  if (contestant === reference) return '1'
  return runs === 1
    ? toReference.ratio.toFixed(toReference.ratio < 100 ? 2 : 0)
    : ratio(toReference)
}

/** A measurement, in one line. */
export const outcomeLine = (measured: Measured): string => {
  const { net, contestant, median, best, cores, runs } = measured
  return [
    `${net.padEnd(7)} ${titles[contestant].padEnd(30)} ${milliseconds(median).padStart(9)} ms`,
    `best ${milliseconds(best).padStart(9)}`,
    `times ours ${timesOurs(measured)}`,
    ...(cores === null ? [] : [`cores ${cores.toFixed(2)}`]),
    `${runs} rounds`,
  ].join(', ')
}
