/** Makes something that runs of whatever a contestant is. */
import { type AnyNet, Block, BuildError, check, type Plan, type Sizes } from '@layersmith/core'
import { toModel, toModelE } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { isRecord, misuse } from '../base/misuse.js'
import type { ContestantFacts, Timings } from '../results/result.js'
import { readTimings } from '../results/schema.js'
import type { AnyBuilt, Contestant, Contestants, Made, Outputs, Program } from './contestant.js'
import {
  batchOf,
  forInputs,
  type Input,
  inputsOfModel,
  inputsOfPlan,
  outputsOf,
  type Tensors,
} from './inputs.js'

/** A contestant that runs. */
export interface Ready {
  readonly kind: Exclude<ContestantFacts['kind'], 'timings' | null>
  /** Null if nothing is known of its inside. */
  readonly plan: Plan | null
  /** What holds its weights and trains; null for a program. */
  readonly model: tf.LayersModel | null
  /** The inputs that it takes; null if it does not say. */
  readonly inputs: readonly Input[] | null
  readonly predict: (x: Tensors) => readonly tf.Tensor[] | Promise<readonly tf.Tensor[]>
  /** Frees what was made for the benchmark. */
  readonly dispose: () => void
}

/** A contestant that runs here, before it is made. */
export interface MadeHere {
  readonly name: string
  readonly make: (inputs: readonly Input[] | null) => Ready | Promise<Ready>
  /** Whether it can be made again and again, to time it. */
  readonly again: boolean
}

/** A contestant, or the results that it brings. */
export type Entry = MadeHere | { readonly name: string; readonly timings: Timings }

/**
 * Reads the contestants.
 * @throws TypeError for what is no contestant, without making any
 */
export const entriesOf = (where: string, contestants: Contestants): readonly Entry[] => {
  // a caller may not use the types
  const given: unknown = contestants
  if (!isRecord(given) || given instanceof Block)
    return misuse(where, 'contestants by name', given, 'write { ours: net, theirs: () => … }')
  const names = Object.keys(contestants)
  if (names.length === 0)
    misuse(where, 'at least one contestant', given, 'write { ours: net, theirs: () => … }')
  names.forEach((name, i) => {
    checkName(where, name, names.slice(0, i))
  })
  const entries = names.map((name) => entryOf(where, name, contestants[name]))
  if (entries.every((entry) => 'timings' in entry))
    misuse(where, 'a contestant that runs here', 'only results', 'add a net, a model or a function')
  return entries
}

/** Names become columns and lines of tables, where only visible differences tell them apart. */
const checkName = (where: string, name: string, before: readonly string[]): void => {
  const key = (text: string) => text.trim().toLowerCase()
  // oxlint-disable-next-line no-control-regex -- these are what it looks for
  if (name.trim() === '' || name.length > 60 || /[\u0000-\u001f\u007f]/.test(name))
    misuse(where, 'names of 1 to 60 visible characters', name, 'rename the contestant')
  const same = before.find((other) => key(other) === key(name))
  if (same !== undefined)
    misuse(where, 'names that people can tell apart', `${same} and ${name}`, 'rename one of them')
}

const entryOf = (where: string, name: string, contestant: Contestant | undefined): Entry => {
  if (contestant instanceof Block)
    return { name, again: true, make: (inputs) => ofNet(contestant, inputs) }
  if (contestant instanceof tf.LayersModel || isBuilt(contestant))
    return { name, again: false, make: (inputs) => lent(readyOf(contestant, inputs)) }
  if (typeof contestant === 'function') {
    const maker = contestant
    if (maker.length > 0)
      misuse(
        `${where}: ${name}`,
        'a function that makes a contestant and takes no argument',
        `one that takes ${maker.length}`,
        `for a function of a batch, write () => (x) => …`,
      )
    return {
      name,
      again: true,
      make: (inputs) => {
        const made = maker()
        // a maker that does not wait is timed without waiting
        return made instanceof Promise
          ? made.then((one) => readyOf(one, inputs))
          : readyOf(made, inputs)
      },
    }
  }
  if (isRecord(contestant) && 'program' in contestant)
    return { name, timings: readTimings(`${where}: ${name}`, contestant) }
  return misuse(
    `${where}: ${name}`,
    'a net, a model, a function that makes one, or the results of another program',
    contestant,
    contestant instanceof tf.layers.Layer ? 'write () => layer' : 'see the README for examples',
  )
}

/** What belongs to somebody else: it is not freed, but gets its weights back. */
const lent = (ready: Ready): Ready => {
  const weights = ready.model?.weights ?? []
  const values = weights.map((weight) => weight.read().clone())
  return {
    ...ready,
    dispose: () => {
      weights.forEach((weight, i) => weight.write(values[i] ?? weight.read()))
      tf.dispose(values)
    },
  }
}

const isBuilt = (value: unknown): value is AnyBuilt =>
  isRecord(value) &&
  value['model'] instanceof tf.LayersModel &&
  isRecord(value['plan']) &&
  typeof value['predict'] === 'function'

const readyOf = (made: Made, inputs: readonly Input[] | null): Ready => {
  if (made instanceof Block) return ofNet(made, inputs)
  if (made instanceof tf.LayersModel) return ofModel('model', made)
  if (made instanceof tf.layers.Layer) return ofLayer(made, inputs)
  if (isBuilt(made)) return ofBuilt('built', made)
  if (typeof made === 'function') return ofProgram(made)
  return misuse(
    'what it makes',
    'a net, a model, a layer, or a function of a batch',
    made,
    'return one of them',
  )
}

const ofNet = (net: Made, inputs: readonly Input[] | null): Ready => {
  // toModel itself refuses what cannot be built
  const any = net as AnyNet
  const built = toModelE(any)
  if (built._tag === 'Right') return ofBuilt('net', built.right)
  if (inputs === null || built.left.every(({ code }) => code !== 'noInput'))
    throw new BuildError(built.left)
  return ofBuilt('net', toModel(any, { inputShape: sizesOf(inputs) }))
}

const sizesOf = (inputs: readonly Input[]): Sizes | Readonly<Record<string, Sizes>> => {
  const [only] = inputs
  return only !== undefined && inputs.length === 1
    ? only.shape
    : Object.fromEntries(inputs.map(({ name, shape }) => [name, shape]))
}

const ofBuilt = (kind: 'net' | 'built', built: AnyBuilt): Ready => {
  const inputs = inputsOfPlan(built.plan)
  return {
    kind,
    plan: built.plan,
    model: built.model,
    inputs,
    predict: (x) => {
      const tensors = forInputs(inputs, x)
      const options = { batchSize: sizeOf(tensors) }
      // the inputs are those of its plan
      return outputsOf(built.predict(batchOf(tensors) as never, options) as Outputs)
    },
    dispose: () => built.dispose(),
  }
}

const ofModel = (kind: 'model' | 'layer', model: tf.LayersModel): Ready => {
  const inputs = inputsOfModel(model)
  return {
    kind,
    plan: null,
    model,
    inputs,
    predict: (x) => {
      const tensors = forInputs(inputs, x)
      const [[, only] = []] = tensors
      const several = tensors.map(([, tensor]) => tensor)
      return outputsOf(
        model.predict(only !== undefined && tensors.length === 1 ? only : several, {
          batchSize: sizeOf(tensors),
        }),
      )
    },
    dispose: () => void model.dispose(),
  }
}

/** A layer becomes the only one of a model. */
const ofLayer = (layer: tf.layers.Layer, inputs: readonly Input[] | null): Ready => {
  if (inputs === null)
    return misuse('a layer', 'the option inputs', undefined, 'write { inputs: [28, 28, 1] }')
  const symbolic = inputs.map(({ name, shape }) => tf.input({ shape: [...shape], name }))
  const [only] = symbolic
  const outputs = layer.apply(only !== undefined && symbolic.length === 1 ? only : symbolic)
  // applied to symbolic tensors, a layer returns symbolic ones; its type also allows concrete ones
  return ofModel(
    'layer',
    tf.model({ inputs: symbolic, outputs: outputs as tf.SymbolicTensor | tf.SymbolicTensor[] }),
  )
}

const ofProgram = (program: Program): Ready => ({
  kind: 'program',
  plan: null,
  model: null,
  inputs: null,
  predict: (x) => {
    // the batch is that of its net
    const outputs = program(batchOf(x) as never)
    return outputs instanceof Promise ? outputs.then(outputsOf) : outputsOf(outputs)
  },
  dispose: () => program.dispose?.(),
})

const sizeOf = (tensors: Tensors): number => tensors[0]?.[1].shape[0] ?? 1

/** The inputs that contestants take, from the first that knows them before it is made. */
export const knownInputs = (contestants: Contestants): readonly Input[] | null => {
  for (const one of Object.values(contestants)) {
    if (one instanceof tf.LayersModel) return inputsOfModel(one)
    if (isBuilt(one)) return inputsOfPlan(one.plan)
    if (!(one instanceof Block)) continue
    const checked = check(one)
    if (checked._tag === 'Right') return inputsOfPlan(checked.right)
  }
  return null
}
