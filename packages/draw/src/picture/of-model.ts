// The picture of a TensorFlow.js model from its own layers, also of those that no net can express.
// It looks at objects only, so it needs no TensorFlow.js.
import { shortened } from '@layersmith/core'
import { assemble } from './assemble.js'
import {
  type DrawnCall,
  type DrawnLayer,
  type DrawnModel,
  type DrawnTensor,
  countOf,
  modelIn,
  paramsOf,
} from './drawn-model.js'
import { flopsOf } from './flops.js'
import type { Facts, Picture, Served } from './picture.js'

/** Models in models can call each other more often than anybody can draw. */
const MOST_CALLS = 20_000

/**
 * The picture of a model: a node for each input and call of a layer, a box for each model in
 * it, also for those that `toLayer` made layers of.
 * @throws TypeError for a model without layers
 * @throws RangeError for a model of more than 20,000 calls, counting those in models every time
 */
export const pictureOfModel = (model: DrawnModel, title: string): Picture => {
  if (!Array.isArray(model.outputs) || model.outputs.length === 0)
    throw new TypeError(shortened(`draw: the model "${model.name}" has no layers yet`))
  return new ModelReading(model).picture(title)
}

/** A call or an input, before it is known how often its layer is called. */
type Found = Omit<Facts, 'served' | 'first' | 'places' | 'outputs'> & {
  readonly layer: DrawnLayer | null
}

class ModelReading {
  readonly #model: DrawnModel
  readonly #found: Found[] = []
  readonly #paths = new Set<string>()
  readonly #calls = new Map<DrawnLayer, string[]>()
  readonly #outputs = new Map<string, string[]>()
  readonly #flops = new Map<DrawnCall, number | null>()

  constructor(model: DrawnModel) {
    this.#model = model
    const inputs = model.inputs.map(({ sourceLayer, shape }) =>
      this.#add({
        within: [],
        name: sourceLayer.name,
        kind: null,
        shape: shape.slice(1),
        params: 0,
        flops: 0,
        frozen: false,
        inputs: [],
        taps: [],
        layer: null,
      }),
    )
    const outputs = this.#walk(model, inputs, [], false)
    outputs.forEach((path, i) => {
      const name = outputs.length > 1 ? (model.outputNames[i] ?? '') : ''
      const names = this.#outputs.get(path)
      if (names === undefined) this.#outputs.set(path, [name])
      else names.push(name)
    })
  }

  picture(title: string): Picture {
    const layers = [...this.#calls.keys()]
    const facts = this.#found.map(({ layer, ...found }): Facts => {
      const calls = (layer && this.#calls.get(layer)) ?? []
      const served: Served =
        calls.length < 2 ? 'own' : layer?.weights.length === 0 ? 'shared' : 'tied'
      return {
        ...found,
        served,
        first: calls[0] ?? found.path,
        places: calls.length,
        outputs: this.#outputs.get(found.path) ?? [],
      }
    })
    const flops = facts.reduce<number | null>(
      (n, fact) => (n === null || fact.flops === null ? null : n + fact.flops),
      0,
    )
    return assemble(facts, { title, params: paramsOf(layers), flops })
  }

  /** Where the outputs of a model come from, if its inputs come from these paths. */
  #walk(
    model: DrawnModel,
    inputs: readonly string[],
    within: readonly string[],
    isFrozen: boolean,
  ): readonly string[] {
    const at = new Map(model.inputs.map((tensor, i) => [tensor, inputs[i] ?? '']))
    const times = new Map<DrawnLayer, number>()
    for (const call of callsOf(model)) {
      const { outboundLayer: layer, inputTensors, outputTensors } = call
      const time = (times.get(layer) ?? 0) + 1
      times.set(layer, time)
      const name = time === 1 ? layer.name : `${layer.name}#${time}`
      const from = inputTensors.map((tensor) => at.get(tensor) ?? '')
      const frozen = isFrozen || !layer.trainable
      const inner = modelIn(layer)
      if (inner !== null) {
        const made = this.#walk(inner, from, [...within, name], frozen)
        outputTensors.forEach((tensor, i) => at.set(tensor, made[i] ?? ''))
        continue
      }
      const params = countOf(layer.weights)
      const path = this.#add({
        within,
        name,
        kind: layer.getClassName(),
        shape: outputTensors[0]?.shape.slice(1) ?? [],
        params,
        flops: this.#flopsOf(call),
        frozen: frozen && params > 0,
        inputs: from,
        taps: [],
        layer,
      })
      for (const tensor of outputTensors) at.set(tensor, path)
      const calls = this.#calls.get(layer)
      if (calls === undefined) this.#calls.set(layer, [path])
      else calls.push(path)
    }
    return model.outputs.map((tensor) => at.get(tensor) ?? '')
  }

  /** Once for a call, however often its model is called. */
  #flopsOf(call: DrawnCall): number | null {
    const known = this.#flops.get(call)
    if (known !== undefined) return known
    const shapes = call.inputTensors.map(({ shape }) => shape.slice(1))
    const flops = flopsOf(call.outboundLayer, shapes)
    this.#flops.set(call, flops)
    return flops
  }

  /** Adds something that was found, under a path of its own. */
  #add(found: Omit<Found, 'path'>): string {
    if (this.#found.length === MOST_CALLS)
      throw new RangeError(
        shortened(`draw: the model "${this.#model.name}" has more than ${MOST_CALLS} layers`),
      )
    const wanted = [...found.within, found.name].join('.')
    let path = wanted
    // names in files may contain dots, and be used twice
    for (let n = 2; this.#paths.has(path); n++) path = `${wanted} (${n})`
    this.#paths.add(path)
    this.#found.push({ ...found, path })
    return path
  }
}

/** The calls from a model's inputs to its outputs, each after those that it depends on. */
const callsOf = (model: DrawnModel): readonly DrawnCall[] => {
  const done = new Set<DrawnCall>()
  const given = new Set(model.inputs)
  const open: { readonly call: DrawnCall; entered: boolean }[] = []
  const push = (tensors: readonly DrawnTensor[]): void => {
    for (const tensor of [...tensors].reverse()) {
      const call = tensor.sourceLayer.inboundNodes[tensor.nodeIndex]
      if (call !== undefined && !given.has(tensor) && !done.has(call))
        open.push({ call, entered: false })
    }
  }
  push(model.outputs)
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.entered || done.has(top.call)) {
      open.pop()
      done.add(top.call)
    } else {
      top.entered = true
      push(top.call.inputTensors)
    }
  }
  return [...done]
}
