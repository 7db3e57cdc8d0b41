/**
 * All measurements on the backend that is running, in this process.
 *
 *   ceilings → line-up: made, equal weights, outputs compared → cells: turns, statistics
 */
import type { StartedBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { seededRandom } from '../base/random.js'
import { misuse } from '../base/misuse.js'
import type { Entry, MadeHere } from '../contestants/entry.js'
import { type Input, randomBatch, showInputs, type Tensors } from '../contestants/inputs.js'
import { type Lineup, prepareAll } from '../contestants/prepare.js'
import { watchEnvironment } from '../environment/watch.js'
import { measureCeilings } from '../measure/ceilings.js'
import type { ContestantFacts, Measurement, Run, Timings } from '../results/result.js'
import { measureCell } from './cell.js'
import type { BenchEvent } from './events.js'
import type { CheckedOptions } from './options.js'

export const runHere = async (
  entries: readonly Entry[],
  options: CheckedOptions,
  running: StartedBackend,
  tell: (event: BenchEvent) => void,
): Promise<Run> => {
  const inputs = concrete(options.inputs)
  const environment = watchEnvironment(running)
  const { kernels: _, refused: __, ...backend } = running
  tell({ event: 'started', backend, cells: options.cells })
  const ceilings =
    options.ceilings === true ? await measureCeilings(options) : options.ceilings || null
  if (ceilings !== null) tell({ event: 'ceilings', ceilings })
  const here = entries.filter((entry): entry is MadeHere => 'make' in entry)
  const batch = (size: number): Tensors => batchFor(inputs, size, options)
  const lineup = await prepareAll(here, {
    inputs,
    batch,
    training: options.cells.some(({ mode }) => mode === 'train') ? options.training : null,
    seed: options.seed,
    seconds: options.seconds,
    compare: options.compare,
  })
  try {
    const random = seededRandom(options.seed)
    const measurements: Measurement[] = []
    for (const cell of options.cells) {
      const measurement = await measureCell(cell, {
        entries,
        inputs,
        batch,
        lineup,
        planOf: (name) => planOf(name, lineup, options),
        options,
        ceilings,
        random,
        onRound: (share) => tell({ event: 'measuring', cell, share }),
      })
      measurements.push(measurement)
      tell({ event: 'measured', measurement })
    }
    return {
      environment: environment(),
      ceilings,
      contestants: entries.map((entry) => factsOf(entry, lineup)),
      measurements,
    }
  } finally {
    lineup.dispose()
    tell({ event: 'ended', backend: running.backend })
  }
}

/** Inputs whose sizes are all known. */
const concrete = (inputs: readonly Input[] | null): readonly Input[] => {
  if (inputs === null || inputs.some(({ shape }) => shape.includes(null)))
    return misuse(
      'bench: inputs',
      'the sizes of one example',
      inputs === null ? undefined : showInputs(inputs),
      'write { inputs: [28, 28, 1] }',
    )
  return inputs
}

const batchFor = (
  inputs: readonly Input[],
  size: number,
  { data, seed }: CheckedOptions,
): Tensors => {
  if (data === undefined) return randomBatch(inputs, size, seed)
  const made = data(size, seed)
  const tensors: Tensors =
    made instanceof tf.Tensor ? [[inputs[0]?.name ?? 'input', made]] : Object.entries(made)
  for (const [, tensor] of tensors)
    if (!(tensor instanceof tf.Tensor) || tensor.shape[0] !== size)
      misuse(
        'bench: data',
        `tensors of ${size} examples`,
        tensor instanceof tf.Tensor ? tensor.shape : tensor,
        'make as many examples as the first argument says',
      )
  return tensors
}

/** Its own plan, or that of a contestant that computes the same. */
const planOf = (contestant: string, { prepared }: Lineup, { compare }: CheckedOptions) => {
  const plans = prepared.flatMap(({ name, ready: { plan } }) =>
    plan !== null && (compare || name === contestant) ? [{ name, plan }] : [],
  )
  return (plans.find(({ name }) => name === contestant) ?? plans[0])?.plan ?? null
}

const nothing = { params: null, flops: null, memory: null, difference: null } as const

const factsOf = (entry: Entry, { prepared, failed }: Lineup): ContestantFacts => {
  const { name } = entry
  if ('timings' in entry)
    return { name, kind: 'timings', about: aboutOf(entry.timings), ...nothing, error: null }
  const one = prepared.find((other) => other.name === name)
  if (one === undefined)
    return {
      name,
      kind: null,
      about: null,
      ...nothing,
      error: failed.get(name) ?? 'it was not prepared',
    }
  const { ready, memory, difference } = one
  return {
    name,
    kind: ready.kind,
    about: null,
    params: ready.model?.countParams() ?? null,
    flops: ready.plan?.flops ?? null,
    memory,
    difference,
    error: null,
  }
}

const aboutOf = ({ program, device, threads }: Timings): string =>
  [
    `${program} on ${device}`,
    ...(threads === null ? [] : [`${threads} ${threads === 1 ? 'thread' : 'threads'}`]),
    'timed alone',
  ].join(', ')
