// Reads a model as values: its inputs, and what each use of a layer makes from other values.
import type * as tf from '@tensorflow/tfjs'
import {
  type JsonObject,
  type Kind,
  type MergeKind,
  type Problem,
  type Sizes,
  check,
  kinds,
  messageOf,
  ofKind,
  recognize,
  showSizes,
} from '@layersmith/core'
import { isRight } from 'fp-ts/lib/Either.js'
import { problemAt } from '../base/problem.js'
import { modelInside } from '../inspect/held-layers.js'
import { type GraphNode, computes, labels, nodesOf } from '../inspect/nodes.js'
import { isFrozen } from '../mends/batch-norm-frozen.js'
import { withFormat } from '../dropped/channels-first.js'
import { withConstraint } from '../mends/depthwise-config.js'
import { withMultiplier } from '../mends/separable-config.js'
import { calledLayers } from '../tf/internals.js'
import { Steps } from './steps.js'

type Layer = tf.layers.Layer
/** What makes a value from others. */
export type Use =
  | {
      readonly is: 'layer'
      readonly layer: Layer
      readonly kind: Kind
      readonly config: JsonObject
    }
  /** A layer of a class that is not a kind. */
  | { readonly is: 'custom'; readonly layer: Layer; readonly config: JsonObject }
  | { readonly is: 'merge'; readonly merge: MergeKind; readonly config: JsonObject }
  | { readonly is: 'model'; readonly layer: Layer; readonly model: tf.LayersModel }
export interface Value {
  /** Its place in the model, for messages. */
  readonly label: string
  /** Without the batch. */
  readonly shape: Sizes
  /** null for an input. */
  readonly use: Use | null
  readonly from: readonly Value[]
  readonly frozen: boolean
}
/** The values of one graph, each after those it is made from. */
export interface Flow {
  readonly inputs: readonly Value[]
  readonly values: readonly Value[]
  readonly outputs: readonly Value[]
  /** The model's names for its outputs. */
  readonly outputNames: readonly string[]
}

/** The kinds that only `branch` and `inputs` can make. */
const merging = new Set<string>(
  kinds()
    .filter(({ method }) => !method)
    .map(({ kind }) => kind),
)
const isMerge = (kind: Kind): kind is MergeKind => merging.has(kind)

/** Reads a model and the models in it: each once, however often it is used. */
export class Reading {
  readonly problems: Problem[] = []
  /** The nested models with one input and one output. */
  readonly models = new Map<Layer, Flow>()
  /** The values that each layer makes, in all graphs. */
  readonly uses = new Map<Layer, Value[]>()
  readonly main: Flow
  readonly #steps = new Steps()
  /** What does not depend on where a model is inlined. */
  readonly #nodes = new Map<tf.LayersModel, readonly GraphNode[]>()
  readonly #known = new Map<GraphNode, Use>()

  constructor(model: tf.LayersModel) {
    this.main = this.#graph(model, '', !model.trainable)
  }

  #graph(model: tf.LayersModel, around: string, frozen: boolean): Flow {
    const inputs = model.inputs.map((t): Value => ({
      label: around + t.sourceLayer.name,
      shape: t.shape.slice(1),
      use: null,
      from: [],
      frozen,
    }))
    const values = [...inputs]
    const outputs = this.#walk(model, around, frozen, inputs, values)
    const needed = new Set(outputs)
    // iterating over a set also visits what is added on the way
    for (const { from } of needed) for (const value of from) needed.add(value)
    for (const { label, use } of values.filter((value) => !needed.has(value))) {
      this.problems.push(
        problemAt(
          label,
          'layerNotExpressible',
          'on the way to an output',
          `${use === null ? 'an input' : 'one'} that no output depends on`,
          'make the model without it',
        ),
      )
    }
    return { inputs, values, outputs, outputNames: model.outputNames }
  }

  /** The outputs of a model over given inputs; adds what it makes on the way to `values`. */
  #walk(
    model: tf.LayersModel,
    around: string,
    frozen: boolean,
    inputs: readonly Value[],
    values: Value[],
  ): readonly Value[] {
    const at = new Map(model.inputs.map((t, i) => [t, inputs[i]]))
    const valueOf = (t: tf.SymbolicTensor): Value =>
      at.get(t) ?? ownBug(around + t.sourceLayer.name)
    const nodes = this.#nodes.get(model) ?? nodesOf(model).filter(computes)
    this.#nodes.set(model, nodes)
    const label = labels(nodes)
    for (const node of nodes) {
      const from = node.inputTensors.map(valueOf)
      const inner = modelInside(node.outboundLayer)
      const place = around + label(node)
      this.#steps.take(place)
      const isFixed = frozen || isFrozen(node.outboundLayer)
      this.#refuseTraining(node, place)
      if (inner !== null && (inner.inputs.length !== 1 || inner.outputs.length !== 1)) {
        // its graph is inlined here, since a block has one way in and one way out
        const made = this.#walk(inner, `${place} > `, isFixed, from, values)
        node.outputTensors.forEach((t, i) => at.set(t, made[i]))
        continue
      }
      const value: Value = {
        label: place,
        shape: node.outputTensors[0]?.shape.slice(1) ?? [],
        use:
          inner === null
            ? (this.#known.get(node) ?? this.#useOf(node, place))
            : { is: 'model', layer: node.outboundLayer, model: inner },
        from,
        frozen: isFixed,
      }
      if (inner !== null && !this.models.has(node.outboundLayer))
        this.models.set(node.outboundLayer, this.#graph(inner, `${place} > `, isFixed))
      if (node.outputTensors.length > 1)
        this.problems.push(
          problemAt(
            place,
            'layerNotExpressible',
            'one with a single output',
            `one with ${node.outputTensors.length}`,
            'leave it out of the model, and read the parts before and after it',
          ),
        )
      const before = this.uses.get(node.outboundLayer)
      if (before === undefined) this.uses.set(node.outboundLayer, [value])
      else before.push(value)
      for (const t of node.outputTensors) at.set(t, value)
      values.push(value)
    }
    return model.outputs.map(valueOf)
  }

  /** A net's layers know whether they train from the run alone. */
  #refuseTraining({ callArgs }: GraphNode, label: string): void {
    // any in its type; a node that was not called has none
    const { training } = (callArgs ?? {}) as { readonly training?: unknown }
    if (training === undefined || training === null) return
    this.problems.push(
      problemAt(
        label,
        'layerNotExpressible',
        'one that is called without training',
        `one called with training: ${Boolean(training)}`,
        'call it without; to keep its weights as they are, freeze it',
      ),
    )
  }

  #useOf(node: GraphNode, label: string): Use {
    const layer = node.outboundLayer
    const shapes = node.inputTensors.map((t) => t.shape.slice(1))
    if ([layer, ...calledLayers(layer)].some(({ stateful }) => stateful))
      this.problems.push(
        problemAt(
          label,
          'layerNotExpressible',
          'one that keeps nothing from batch to batch, since a net has no fixed batch size',
          `a ${layer.getClassName()} with stateful: true`,
          'make it without stateful, and give it whole sequences',
        ),
      )
    const config = this.#configOf(layer, label)
    const known = fitting(
      recognize(layer.getClassName(), config, (shapes[0]?.length ?? 0) + 1),
      shapes,
    )
    if (known !== null && isMerge(known.kind)) {
      if (known.kind !== 'concat' && known.kind !== 'dot') this.#stretches(shapes, label)
      return { is: 'merge', merge: known.kind, config: known.config }
    }
    if (shapes.length !== 1)
      this.problems.push(
        problemAt(
          label,
          'layerNotExpressible',
          'one with a single input, or a merge',
          `a ${layer.getClassName()} with ${shapes.length}`,
          'merge its inputs inside another layer',
        ),
      )
    const use: Use =
      known === null ? { is: 'custom', layer, config } : { is: 'layer', layer, ...known }
    this.#known.set(node, use)
    return use
  }

  /** Refuses inputs of different ranks, which TensorFlow.js would reshape; a block is explicit. */
  #stretches([first = [], ...others]: readonly Sizes[], label: string): void {
    const other = others.find((s) => s.length !== first.length)
    if (other !== undefined)
      this.problems.push(
        problemAt(
          label,
          'mergeMismatch',
          showSizes(first),
          showSizes(other),
          'give both the same number of axes first, for example with reshape',
        ),
      )
  }

  #configOf(layer: Layer, label: string): JsonObject {
    try {
      const written = withFormat(layer, withMultiplier(layer, layer.getConfig()))
      const { name: _, ...config } = withConstraint(layer, written)
      return JSON.parse(JSON.stringify(config)) as JsonObject // JSON holds only data
    } catch (e) {
      this.problems.push(
        problemAt(
          label,
          'layerNotExpressible',
          'one that gives its config',
          `the error "${messageOf(e)}"`,
          `fix getConfig of ${layer.getClassName()}`,
        ),
      )
      return {}
    }
  }
}

/** A kind that takes the shape, or null: TensorFlow.js may compute what the kind refuses. */
const fitting = (
  known: ReturnType<typeof recognize>,
  [shape = []]: readonly Sizes[],
): ReturnType<typeof recognize> =>
  known === null ||
  isMerge(known.kind) ||
  isRight(check(ofKind(known.kind, known.config), { inputShape: shape }))
    ? known
    : null

const ownBug = (label: string): never => {
  throw new Error(
    `layersmith: the graph of this model names ${label} before making it; ` +
      'please report this model',
  )
}
