// Operations of `keras.ops` in a functional model, as layers that compute the same.
import {
  type Data,
  type Reference,
  type SavedLayer,
  nameOf,
  referencesIn,
  shapesIn,
} from './data.js'

/** Layers in the place of an operation; the last one has its name and its output. */
export type Replacement = readonly {
  readonly class_name: string
  readonly config: Data
  /** What the layer takes; null for the output of the layer before it. */
  readonly from: readonly (Reference | null)[]
}[]

/** Operations that are merges of the same name, of two values. */
const MERGES = new Set(['Add', 'Multiply', 'Maximum', 'Minimum'])

/** Operations on each value by itself, as activations. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  Elu: 'elu',
  Exp: 'exponential',
  HardSigmoid: 'hard_sigmoid3',
  HardSilu: 'hard_silu',
  HardTanh: 'hard_tanh',
  LogSigmoid: 'log_sigmoid',
  LogSoftmax: 'log_softmax',
  Mish: 'mish',
  Relu: 'relu',
  Relu6: 'relu6',
  Selu: 'selu',
  Sigmoid: 'sigmoid',
  Silu: 'swish',
  Softmax: 'softmax',
  Softplus: 'softplus',
  Softsign: 'softsign',
  Tanh: 'tanh',
  TanhShrink: 'tanh_shrink',
}

/** `x * scale + offset` for the operations of a value and a number. */
const LINES: Readonly<Record<string, (n: number, isFirst: boolean) => readonly number[] | null>> = {
  Add: (n) => [1, n],
  Subtract: (n, isFirst) => (isFirst ? [-1, n] : [1, -n]),
  Multiply: (n) => [n, 0],
  TrueDivide: (n, isFirst) => (isFirst ? null : [1 / n, 0]),
  Divide: (n, isFirst) => (isFirst ? null : [1 / n, 0]),
}

/** The layers that compute one use of an operation; null if there are none. */
export const layersFor = (operation: SavedLayer, args: readonly unknown[]): Replacement | null => {
  const { class_name, config } = operation
  const from = referencesIn(args)
  const [x, y] = from
  const only = (made: Data, name: string): Replacement => [{ class_name: name, config: made, from }]
  const line = ([scale, offset]: readonly number[]): Replacement =>
    only({ scale, offset }, 'Rescaling')
  const number = args.find((arg) => typeof arg === 'number')
  if (x === undefined) return null
  if (number !== undefined) {
    const found = LINES[class_name]?.(number, args[0] === number) ?? null
    return found === null ? null : line(found)
  }
  if (class_name === 'CustomScaleLayer' && y !== undefined)
    return [
      { class_name: 'Rescaling', config: { scale: config['scale'], offset: 0 }, from: [y] },
      { class_name: 'Add', config: {}, from: [x, null] },
    ]
  if (class_name === 'Concatenate') return only({ axis: config['axis'] }, 'Concatenate')
  if (y !== undefined) {
    const [a, b] = shapesIn(args)
    if (from.length !== 2 || rankOf(a) !== rankOf(b)) return null
    if (MERGES.has(class_name)) return only({}, class_name)
    return class_name === 'Subtract'
      ? [
          { class_name: 'Rescaling', config: { scale: -1, offset: 0 }, from: [y] },
          { class_name: 'Add', config: {}, from: [x, null] },
        ]
      : null
  }
  return ofOne(operation, only, line)
}

const rankOf = (shape: unknown): number => (Array.isArray(shape) ? shape.length : -1)

/** The layer for an operation of one value. */
const ofOne = (
  { class_name, config }: SavedLayer,
  only: (made: Data, name: string) => Replacement,
  line: (numbers: readonly number[]) => Replacement,
): Replacement | null => {
  const { alpha, approximate, axes, axis, negative_slope, newshape } = config
  switch (class_name) {
    case 'Negative':
      return line([-1, 0])
    case 'LeakyRelu':
      return only({ alpha: negative_slope }, 'LeakyReLU')
    case 'Gelu':
      return only({ activation: approximate === false ? 'gelu' : 'gelu_new' }, 'Activation')
    case 'Reshape':
      return Array.isArray(newshape) && isBatch(newshape[0])
        ? only({ target_shape: newshape.slice(1).map((n: unknown) => n ?? -1) }, 'Reshape')
        : null
    case 'Transpose':
      return Array.isArray(axes) && axes[0] === 0 ? only({ dims: axes.slice(1) }, 'Permute') : null
    default: {
      const activation = ACTIVATIONS[class_name]
      const isPlain = (axis ?? -1) === -1 && (alpha ?? 1) === 1
      return activation === undefined || !isPlain ? null : only({ activation }, 'Activation')
    }
  }
}

const isBatch = (size: unknown): boolean => size === -1 || size === null

/**
 * The layers in TensorFlow.js's form.
 * @param taken the names of all layers of the model
 */
export const replaced = (
  operation: SavedLayer,
  layers: Replacement,
  taken: ReadonlySet<string>,
): readonly Data[] => {
  const name = nameOf(operation)
  const free = (wanted: string): string => (taken.has(wanted) ? free(`${wanted}_`) : wanted)
  const names = layers.map((_, i) => (i === layers.length - 1 ? name : free(`${name}_${i + 1}`)))
  return layers.map(({ class_name, config, from }, i) => ({
    class_name,
    name: names[i],
    config: { ...config, name: names[i] },
    inbound_nodes: [from.map((one) => [...(one ?? [names[i - 1], 0, 0]), {}])],
  }))
}
