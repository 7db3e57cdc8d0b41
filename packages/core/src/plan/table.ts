// The plan as a table for people to read.
import { count, short } from '../base/numbers.js'
import type { Instance, Position } from './sharing.js'
import { type Plan, type PlanOptions, plan } from './plan.js'
import { show } from '../shape/sizes.js'
import type { AnyDescription } from '../types/signature.js'

const HEAD = ['Position', 'Kind', 'Output shape', 'Params', 'FLOPs', 'Instance'] as const
/** Columns of numbers are aligned right. */
const RIGHT = [false, false, false, true, true, false] as const
type Row = readonly [string, string, string, string, string, string]

/**
 * A table of a net's positions: output shape (without the batch), parameters, FLOPs for one example
 * (a multiply-add counts as two), and the instance that serves each: `fresh` (its own), `shared`
 * (an equal stateless layer) or `tied` (the same weights on purpose). The parameters of a tied
 * instance are listed at its first position.
 * @throws BuildError with all the net's problems
 * @example
 * import { input, summary } from 'layersmith'
 * const features = input([28, 28, 1]).conv(6, 4).relu().pool(2).conv(16, 4).relu().pool(2)
 * console.log(summary(features.flatten().dense(10)))
 */
export const summary = (net: AnyDescription, options: PlanOptions = {}): string =>
  render(plan(net, options))

const render = (p: Plan): string => {
  const instances = new Map(p.instances.map((i) => [i.id, i]))
  const rows: Row[] = [
    ...p.inputs.map(({ name, shape }): Row => [name, '', show(shape), '', '', '']),
    ...p.positions.map((position): Row => row(position, instances.get(position.instance))),
    ...p.outputs.flatMap(({ name, from, shape }): Row[] =>
      name === null ? [] : [[`${name} = ${from}`, '', show(shape), '', '', '']],
    ),
  ]
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((r) => r[i]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) =>
        RIGHT[i] === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd()
  const rule = (dash: string): string =>
    dash.repeat(widths.reduce((a, b) => a + b, 2 * (widths.length - 1)))
  return [line(HEAD), rule('═'), ...rows.map(line), rule('─'), ...totals(p)].join('\n')
}

const row = (position: Position, instance: Instance | undefined): Row => {
  const first = position.path === position.instance
  const { trainable, nonTrainable } = position.params
  return [
    position.path,
    position.frozen && trainable + nonTrainable > 0 ? `${position.kind} (frozen)` : position.kind,
    show(position.shape),
    position.kind === 'custom' ? '?' : first ? count(trainable + nonTrainable) : '0',
    position.flops === null ? '?' : short(position.flops),
    served(first, instance),
  ]
}

const served = (first: boolean, instance: Instance | undefined): string => {
  if (instance === undefined || instance.positions.length === 1) return 'fresh'
  const word = instance.held === 'weights' ? 'tied' : 'shared'
  return first ? `${word}, serves ${instance.positions.length}` : `${word}: ${instance.id}`
}

const totals = ({ params, flops, positions, instances, customs }: Plan): readonly string[] => {
  const all = params.trainable + params.nonTrainable
  const serving = instances.filter((i) => i.positions.length > 1)
  const tied = serving.filter((i) => i.held === 'weights').length
  const fresh = instances.length - serving.length
  return [
    `Parameters: ${count(all)} (${bytes(4 * all)}), ${count(params.trainable)} trainable, ` +
      `${count(params.nonTrainable)} not` +
      (customs.size > 0 ? ', without those of custom layers' : ''),
    `FLOPs of one example: ${flops === null ? 'not known' : count(flops)}`,
    `Instances: ${instances.length} for ${positions.length} positions: ` +
      `${fresh} fresh, ${serving.length - tied} shared, ${tied} tied`,
  ]
}

const bytes = (n: number): string =>
  n < 1e4
    ? `${count(n)} B`
    : n < 1e7
      ? `${count(Math.round(n / 1e3))} kB`
      : `${count(Math.round(n / 1e6))} MB`
