/** What a worker says about a measurement. */
import { type Summary, words } from '@layersmith/bench'
import type { Measured, Timed } from './result.js'

/** The time that counts: that of the processor, or the one on the wall in a page. */
export const clocked = ({ cpu, wall }: Pick<Timed, 'cpu' | 'wall'>): Summary => cpu ?? wall

/** A measurement, in one line. */
export const outcomeLine = ({ net, batch, contestants, missing }: Measured): string =>
  [
    `  ${net}, ${batch}: `,
    contestants.map((one) => `${one.name} ${words.milliseconds(clocked(one).median)}`).join(', '),
    ...missing.map(({ name, why }) => `\n    without ${name}: ${why}`),
  ].join('')
