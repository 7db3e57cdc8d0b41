// What all architectures have in common: their options, their types, and how a net comes about.
import {
  type Activation,
  type AnyBlock,
  type Append,
  type Block,
  type Dims,
  type Fixed,
  type Open,
  type OpsOf,
  type Shape,
  type Tapped,
  block,
  input,
  nearest,
} from '@layersmith/core'

/** [height, width, channels] of an image; null for a size that is known only at run time. */
export type ImageShape = readonly [number | null, number | null, number | null]

/** The options that all architectures share. */
export interface NetOptions<I extends ImageShape, C extends number, T extends boolean> {
  /** [height, width, channels], null for what only the run time knows; Keras's size by default. */
  inputShape?: I
  /** How many classes there are; 1000 by default, as in ImageNet. */
  classes?: C
  /**
   * Whether the net ends in probabilities of classes, the default; without its top, it ends in the
   * features that `c5` names.
   */
  top?: T
  /** Of the classes; 'softmax' by default, 'linear' for logits. Keras: `classifier_activation`. */
  activation?: Activation
}
/** The options of architectures that come in any width. */
export interface WidthOptions<
  I extends ImageShape,
  C extends number,
  T extends boolean,
  W extends number,
> extends NetOptions<I, C, T> {
  /** What the numbers of channels are multiplied by, before they are rounded. Keras: `alpha`, or
   * `width_coefficient`. */
  width?: W
}

/** The option of architectures that contain their preprocessing. */
export interface PreprocessingOption {
  /** Whether the net takes bytes and preprocesses them, as in Keras; true by default. */
  preprocessing?: boolean
}
/** The options of MobileNetV3. */
export interface MobileNetV3Options extends PreprocessingOption {
  /**
   * Whether the net does without squeeze-and-excite, hard swish and windows of 5x5, which some
   * hardware computes slowly; false by default.
   */
  minimalistic?: boolean
}
/** The options of EfficientNets. */
export interface ScalingOptions extends PreprocessingOption {
  /** What the numbers of blocks are multiplied by; Keras: `depth_coefficient`. */
  depth?: number
}

/** The layers of an outline; its taps are those of the net that it outlines. */
type Outline = (...channels: never[]) => AnyBlock
type Features<I extends ImageShape, O extends Outline> =
  ReturnType<O> extends Block<infer S, infer _>
    ? Append<Fixed<Dims<I>, Dims<I>>, Open<OpsOf<S>>, 'taps'>
    : never

/** What a convolutional net with normalization holds. */
export type Normalized = 'weights' | 'batchStatistics' | 'taps'
/**
 * A net of an architecture: exact sizes for any input, read off the outline, which has the same
 * taps as the net in a few layers.
 */
export type Net<
  I extends ImageShape,
  C extends number,
  T extends boolean,
  O extends Outline,
  H extends Normalized = Normalized,
> =
  Features<I, O> extends Tapped<infer From, infer Map, infer Taps>
    ? Block<Tapped<From, Ending<Map, C, T>, Taps>, H>
    : never
/** Where a net ends that has a top, or none, or perhaps one. */
type Ending<Map, C extends number, T> = [T] extends [true]
  ? [C]
  : [T] extends [false]
    ? Map extends Shape
      ? Map
      : never
    : number[]

/** A function that makes nets of one architecture; N is Keras's height and width. */
export interface Architecture<
  N extends number | null,
  O extends Outline,
  H extends Normalized = Normalized,
  Extra = {},
> {
  <
    const I extends ImageShape = readonly [N, N, 3],
    const C extends number = 1000,
    T extends boolean = true,
  >(
    options?: NetOptions<I, C, T> & Extra,
  ): Net<NoInfer<I>, NoInfer<C>, NoInfer<T>, O, H>
}
/** The same for one whose width can be chosen; then the numbers of channels are those of Wide. */
export interface WideArchitecture<
  N extends number | null,
  O extends Outline,
  Wide extends Outline,
  Extra = {},
> {
  <
    const I extends ImageShape = readonly [N, N, 3],
    const C extends number = 1000,
    T extends boolean = true,
    W extends number = never,
  >(
    options?: WidthOptions<I, C, T, W> & Extra,
  ): Net<NoInfer<I>, NoInfer<C>, NoInfer<T>, [W] extends [never] ? O : Wide>
}

/** What only some architectures let choose; the rest never ask. */
interface Choices {
  readonly width: number
  readonly depth: number
  readonly preprocessing: boolean
  readonly minimalistic: boolean
}
/** The options of a net, complete. */
export interface Settings extends Choices {
  readonly inputShape: ImageShape
  readonly classes: number
  readonly top: boolean
  readonly activation: Activation
}
/** What an architecture does with its settings. */
export interface Parts {
  /** Up to the last map of features; it has the taps. */
  readonly features: AnyBlock
  /** From there to the classes. */
  readonly top: AnyBlock
  /** What follows the features where there is no top; nothing by default. */
  readonly bare?: AnyBlock
}

const isNumber = (x: unknown): boolean => typeof x === 'number' && Number.isFinite(x) && x > 0
/** What an option is checked for here; the layers check the rest. */
const checks: Readonly<Record<string, readonly [string, (x: unknown) => boolean]>> = {
  inputShape: ['[height, width, channels]', (x) => Array.isArray(x) && x.length === 3],
  top: ['true or false', (x) => typeof x === 'boolean'],
  preprocessing: ['true or false', (x) => typeof x === 'boolean'],
  minimalistic: ['true or false', (x) => typeof x === 'boolean'],
  width: ['a number above 0', isNumber],
  depth: ['a number above 0', isNumber],
}

/** The options that were given; only names of the defaults are known. */
const checked = (name: string, given: unknown, known: readonly string[]): Partial<Settings> => {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`${name}: the options must be an object, such as { classes: 10 }`)
  const said = Object.entries(given).filter(([, value]) => value !== undefined)
  for (const [key, value] of said) {
    if (!known.includes(key)) {
      const close = nearest(key, known)
      const fix = close === undefined ? `use ${known.join(', ')}` : `did you mean ${close}?`
      throw new TypeError(`${name}: option "${key}" is not known; ${fix}`)
    }
    const [what, isGood] = checks[key] ?? []
    if (isGood?.(value) === false)
      throw new TypeError(`${name}: ${key} must be ${what}: got ${JSON.stringify(value)}`)
  }
  // the names are those of settings; of their values, the layers check the rest
  return Object.fromEntries(said)
}

/** Blocks one after another. */
export const inSequence = (...parts: readonly AnyBlock[]): AnyBlock =>
  parts.reduce<AnyBlock>((all, part) => all.pipe(part), block())

/**
 * An architecture under its own name. Its type A comes from the caller: the outline of its family
 * has the same shapes, which a test compares with the plan of every net.
 */
export const architecture = <A>(
  name: string,
  size: number | null,
  choices: Partial<Choices>,
  build: (settings: Settings) => Parts,
): A => {
  const defaults = {
    inputShape: [size, size, 3] as ImageShape,
    classes: 1000,
    top: true,
    activation: 'softmax' as Activation,
    ...choices,
  }
  const make = (given: unknown = {}): AnyBlock => {
    const settings: Settings = {
      ...{ width: 1, depth: 1, preprocessing: true, minimalistic: false },
      ...defaults,
      ...checked(name, given, Object.keys(defaults)),
    }
    const { features, top, bare = block() } = build(settings)
    return input(settings.inputShape)
      .pipe(features)
      .pipe(settings.top ? top : bare)
  }
  return make as A // see above
}
