/**
 * Times one net: the contestants take turns step by step, so that any disturbance of the machine
 * hits them all.
 */
import { pairedRatio, shuffled, summarize } from '@layersmith/bench'
import type { Contestant, Step, Training } from './contestant.js'
import type { NetName } from './nets/index.js'
import { type Measured, reference, type Settings, slow, strangers } from './report/result.js'

/**
 * The minimum number of rounds before those that count: they compile code and grow memory. The slow
 * contestants have an untimed step instead.
 */
const warmUpRounds = 5

/** The contestants do not train the same net, so there is nothing to compare. */
export class NotEqual extends Error {
  override readonly name = 'NotEqual'
}

/** A contestant with its net and its steps: the first one, and those that count. */
export interface Lane {
  readonly name: Contestant['name']
  readonly training: Training
  first: Step | undefined
  readonly steps: Step[]
}

/**
 * @param contestants including the reference
 * @param onRound receives the round, from 1; 0 during the warm-up
 * @throws NotEqual if they do not train the same net
 */
export const measureNet = async (
  net: NetName,
  contestants: readonly Contestant[],
  { rounds, slowRounds, warmUp }: Pick<Settings, 'rounds' | 'slowRounds' | 'warmUp'>,
  random: () => number,
  onRound: (round: number) => void,
): Promise<readonly Measured[]> => {
  const lanes: Lane[] = []
  try {
    for (const { name, train } of contestants)
      lanes.push({ name, training: await train(net), first: undefined, steps: [] })
    const since = performance.now()
    for (let round = -warmUpRounds; round < rounds; round++) {
      // engines optimize the code of small nets only after many steps
      if (round === 0 && performance.now() - since < 1000 * warmUp) round = -1
      onRound(Math.max(0, round + 1))
      for (const lane of shuffled(lanes, random)) {
        if (slow.includes(lane.name) && (round < 0 || round >= slowRounds)) continue
        const step = await turn(lane)
        if (round >= 0) lane.steps.push(step)
      }
      if (round === Math.min(0, rounds - 1)) checkEqual(net, lanes)
    }
  } finally {
    for (const { training } of lanes) await training.dispose()
  }
  return summaries(net, lanes, random)
}

/**
 * Times a step that follows a step of the same contestant, as in real training: the untimed step
 * fills the caches, and absorbs the cost of new kernels or workers after a switch of backends. The
 * steps of cpu are too long for that to matter.
 */
const turn = async (lane: Lane): Promise<Step> => {
  if (lane.name !== 'cpu') {
    const before = await lane.training.step()
    lane.first ??= before
  }
  const step = await lane.training.step()
  lane.first ??= step
  return step
}

/**
 * Checks that all have the same number of parameters and the same output shape and, for the
 * TensorFlow.js backends, which begin with equal weights, the same loss.
 */
export const checkEqual = (net: NetName, lanes: readonly Lane[]): void => {
  const own = lanes.find(({ name }) => name === reference)
  if (own?.first === undefined) throw new Error(`${reference} does not take part`)
  for (const {
    name,
    training: { params, output },
    first,
  } of lanes) {
    if (params !== own.training.params || output.join() !== own.training.output.join()) {
      throw new NotEqual(
        `${net}: ${name} has ${params} parameters and outputs [${output.join(', ')}], ` +
          `${reference} has ${own.training.params} and [${own.training.output.join(', ')}]`,
      )
    }
    if (strangers.includes(name) || first === undefined) continue
    if (!(Math.abs(first.loss - own.first.loss) <= 1e-3 * own.first.loss + 1e-4)) {
      throw new NotEqual(
        `${net}: the first loss of ${name} is ${first.loss}, ` +
          `that of ${reference} is ${own.first.loss}`,
      )
    }
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** How many cores the steps kept busy; null if their processor times are unknown. */
const coresOf = (steps: readonly Step[]): number | null => {
  const busy = steps.flatMap((step) => (step.busy === null ? [] : [step.busy]))
  return busy.length < steps.length ? null : sum(busy) / sum(steps.map(({ time }) => time))
}

const summaries = (
  net: NetName,
  lanes: readonly Lane[],
  random: () => number,
): readonly Measured[] => {
  const timesOf = ({ steps }: Lane) => steps.map(({ time }) => time)
  const own = lanes.filter(({ name }) => name === reference).flatMap(timesOf)
  return lanes
    .filter(({ steps }) => steps.length > 0)
    .map((lane) => {
      const times = timesOf(lane)
      return {
        net,
        contestant: lane.name,
        ...summarize(times),
        best: Math.min(...times),
        cores: coresOf(lane.steps),
        // the slow ones take part only in the first rounds
        toReference: pairedRatio(times, own.slice(0, times.length), random),
      }
    })
}
