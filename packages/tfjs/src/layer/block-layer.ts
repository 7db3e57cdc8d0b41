// A block as one layer of TensorFlow.js. It replaces a hand-written subclass of tf.layers.Layer and
// handles what such a subclass forgets: tracked weights, `training`, penalties, freezing, saving.
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  BuildError,
  type Plan,
  type PlanOptions,
  type Problem,
  type Sizes,
  check,
  fromJSON,
  toJSON,
} from '@layersmith/core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { fail } from '../base/problem.js'
import { type Graph, found } from '../build/graph.js'
import { makeGraph } from '../build/make-graph.js'
import { modelOf } from '../build/model-of.js'
import { mendConstraints } from '../mends/constraints.js'
import { type Kwargs, renameWeight } from '../tf/internals.js'
import { releaseLayers, transaction, weightsIn } from '../tf/lifetime.js'
import { TWO_COPIES_FIX, onlyOneCopy } from '../tf/one-copy.js'

type Layer = tf.layers.Layer
type LayerConfig = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>
type ShapeOrShapes = Parameters<Layer['build']>[0]

export interface BlockLayerConfig extends LayerConfig {
  block: AnyBlock
  seed?: number | null | undefined
  share?: PlanOptions['share']
}

/** Everything that depends on the input shape. */
interface Inner {
  readonly plan: Plan
  readonly graph: Graph
  /** The functional model that computes the layer; it frees nothing. */
  readonly model: tf.LayersModel
  readonly variables: readonly tf.Tensor[]
}

export class LayersmithBlock extends tf.layers.Layer {
  static readonly className = 'LayersmithBlock'
  readonly #block: AnyBlock
  readonly #seed: number | null
  readonly #share: NonNullable<PlanOptions['share']>
  #inner: Inner | null = null
  #skipInitializers = false

  constructor({ block, seed = null, share = 'equal', ...config }: BlockLayerConfig) {
    const input = toJSON(block)['input'] as Sizes | undefined // toJSON writes it as its sizes
    // a fixed block can be the first layer of a sequential model
    super(
      input !== undefined && config.batchInputShape === undefined
        ? { ...config, batchInputShape: [null, ...input] }
        : config,
    )
    this.#block = block
    this.#seed = seed
    this.#share = share
  }

  /** Makes the layer of a saved model; TensorFlow.js calls it. */
  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    const { block, ...rest } = config
    const text = (block as { name?: unknown } | null | undefined)?.name // see getConfig
    const read = fromJSON(typeof text === 'string' ? JSON.parse(text) : text)
    if (isLeft(read)) throw new BuildError(read.left)
    return new cls({ ...rest, block: read.right })
  }

  /** The functional model that computes the layer; null before it is built. */
  get model(): tf.LayersModel | null {
    return this.#inner?.model ?? null
  }

  override getConfig(): tf.serialization.ConfigDict {
    const json = toJSON(this.#block)
    if (isLeft(fromJSON(json))) {
      throw new Error(
        `${this.name}: holds custom layers, whose factories cannot be saved; ` +
          'put them outside this layer, ' +
          'or build the whole net with toModel, which saves custom layers by their class',
      )
    }
    // TensorFlow.js rewrites names in a config to snake_case and back, which would turn "stem_2"
    // into "stem2"; it leaves a string under the key `name` alone
    return {
      ...super.getConfig(),
      block: { name: JSON.stringify(json) },
      seed: this.#seed,
      share: this.#share,
    }
  }

  override build(inputShape: ShapeOrShapes): void {
    onlyOneCopy()
    const plan = this.#planFor(inputShape)
    const inner = transaction(() => this.#innerOf(plan))
    this.#inner = inner
    this.inputSpec = [new tf.InputSpec({ shape: [null, ...inputOf(plan)] })]
    this.trainableWeights = inner.model.trainableWeights
    this.nonTrainableWeights = inner.model.nonTrainableWeights
    if (!this.trainable) this.trainable = false
    super.build(inputShape)
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    if (this.#inner === null) throw new Error(`${this.name}: called before it is built; use apply`)
    this.invokeCallHook(inputs, kwargs)
    const outputs = this.#inner.model.call(inputs, kwargs)
    return Array.isArray(outputs) && outputs[0] !== undefined ? outputs[0] : outputs
  }

  override apply(...[inputs, kwargs]: Parameters<Layer['apply']>): ReturnType<Layer['apply']> {
    const symbolic = [inputs].flat().every((x) => x instanceof tf.SymbolicTensor)
    if (!symbolic && [inputs].flat().some((x) => 'sourceLayer' in x))
      fail(
        this.name,
        'twoCopies',
        'one copy of @tensorflow/tfjs in the program',
        'a symbolic tensor of another copy',
        TWO_COPIES_FIX,
      )
    if (
      symbolic &&
      this.inboundNodes.length > 0 &&
      this.#inner?.plan.instances.some((i) => i.held === 'batchStatistics')
    ) {
      throw new Error(
        `${this.name}: a layer that holds BatchNormalization, ` +
          'or a custom layer that may hold it, ' +
          'has one place: its running statistics would be shared; ' +
          `make a second layer with toLayer(block, { name: '${this.name}_2' })`,
      )
    }
    return super.apply(inputs, kwargs)
  }

  override computeOutputShape(inputShape: ShapeOrShapes): ShapeOrShapes {
    return [
      oneShape(inputShape, this.name)[0] ?? null,
      ...outputOf(this.#planFor(inputShape)).shape,
    ]
  }

  /** The penalties of all weights in it, as in a model of these layers. */
  override calculateLosses(): tf.Scalar[] {
    return this.#inner === null ? [] : this.#inner.model.calculateLosses()
  }

  override get trainable(): boolean {
    return super.trainable
  }
  /**
   * Reaches every layer in it that its block does not freeze: a BatchNormalization looks at its own
   * `trainable`.
   */
  override set trainable(trainable: boolean) {
    super.trainable = trainable
    for (const { id, frozen } of this.#inner?.plan.instances ?? []) {
      const layer = this.#inner?.graph.layers.get(id)
      if (!frozen && layer !== undefined) layer.trainable = trainable
    }
  }

  override setFastWeightInitDuringBuild(value: boolean): void {
    super.setFastWeightInitDuringBuild(value)
    this.#skipInitializers = value
  }

  protected override disposeWeights(): number {
    const count = this.weights.length
    if (this.#inner !== null)
      releaseLayers(this.#inner.graph.layers.values(), this.#inner.variables)
    return count
  }

  #innerOf(plan: Plan): Inner {
    try {
      const graph = makeGraph(plan, {
        prefix: `${this.name}.`,
        skipInitializers: this.#skipInitializers,
      })
      const weights = weightsIn(graph.layers)
      for (const { path, weight } of weights)
        renameWeight(weight, withoutScope(weight.originalName, found(graph.layers, path).name))
      // the model around this layer may not be ours
      mendConstraints(weights.map(({ weight }) => weight))
      return {
        plan,
        graph,
        model: modelOf(graph, [found(graph.at, outputOf(plan).from)], `${this.name}.block`),
        variables: weights.map(({ weight }) => weight.read()),
      }
    } catch (e) {
      if (e instanceof BuildError) this.#refuse(e.problems)
      throw e
    }
  }

  #planFor(inputShape: ShapeOrShapes): Plan {
    const asked = oneShape(inputShape, this.name).slice(1)
    const known = this.#inner?.plan
    if (known !== undefined && String(inputOf(known)) === String(asked)) return known
    const checked = check(this.#block, {
      inputShape: asked,
      share: this.#share,
      ...(this.#seed === null ? {} : { seed: this.#seed }),
    })
    return isLeft(checked) ? this.#refuse(checked.left) : checked.right
  }

  /** Throws the problems of the block as problems of this layer. */
  #refuse([first, ...rest]: BuildError['problems']): never {
    const named = (p: Problem): Problem => ({
      ...p,
      path: p.path === '' ? this.name : `${this.name}.${p.path}`,
      // core suggests its option inputShape, which does not apply here
      ...(p.code === 'wrongInput' && p.path === 'input'
        ? { fix: 'apply the layer to such an input, or start its part with block() to fit any' }
        : {}),
    })
    throw new BuildError([named(first), ...rest.map(named)])
  }
}

/** The only input or output: toLayer refuses nets with several. */
const only = <T>([first]: readonly T[]): T => {
  if (first === undefined)
    throw new Error('layersmith: a plan without inputs or outputs; please report this net')
  return first
}
const inputOf = ({ inputs }: Plan): Sizes => only(inputs).shape
const outputOf = ({ outputs }: Plan): Plan['outputs'][number] => only(outputs)

const oneShape = (shape: ShapeOrShapes, name: string): (number | null)[] => {
  const [first] = shape
  // the first element tells a shape from a list of shapes
  if (!Array.isArray(first)) return shape as (number | null)[]
  if (shape.length !== 1) throw new Error(`${name}: takes one input, got ${shape.length}`)
  return first
}

/** A weight made while outer layers are being built has their names as a prefix. */
const withoutScope = (weight: string, layer: string): string => {
  const start = weight.indexOf(`${layer}/`)
  return start < 0 ? weight : weight.slice(start)
}

/** Whether `toLayer` made a layer, perhaps that of another copy of layersmith. */
export const isBlockLayer = (layer: Layer): layer is LayersmithBlock =>
  layer.getClassName() === LayersmithBlock.className

/**
 * Lets TensorFlow.js load models that hold layers made by {@link toLayer}, or the activation
 * `gelu_new`, which it saves but cannot find when loading. `toLayer` and `loadModel` call it
 * themselves; call it before a plain `tf.loadLayersModel`.
 */
export const registerLayers = (): void => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  if (!Object.hasOwn(classNameMap, LayersmithBlock.className))
    tf.serialization.registerClass(LayersmithBlock)
  // TensorFlow.js converts every string of a config to camelCase before it looks it up
  const { gelu_new: geluNew } = classNameMap
  if (geluNew !== undefined) classNameMap['geluNew'] ??= geluNew
}
