import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { count, oneOf, optional, pair } from '../../../config/field.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Terms } from '../../../base/sentences.js'
import type { Count, CountPair, Needs, Padding, Pair, Shape } from '../../../shape/shape.js'
import { lastOf, times, videoOf } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import type { ConvOptions } from '../convolution/conv.js'
import {
  type GatedOptions,
  type GatedStepConfig,
  type Steps,
  gatedStepFields,
} from './simple-rnn.js'

export interface ConvLstm2dOptions<
  St extends Pair = Pair,
  P extends Padding = Padding,
  D extends Pair = Pair,
  R extends boolean = boolean,
>
  extends GatedOptions<R>, Pick<ConvOptions<St, P, D>, 'stride' | 'padding' | 'dilation'> {}

/** The output: the image of the last step, or one for each step. */
export interface ConvLstm2D<
  F extends number,
  K extends Pair,
  St extends Pair,
  P extends Padding,
  D extends Pair,
  R extends boolean,
> extends Steps {
  readonly out: this['in'] extends readonly [
    infer L extends number,
    infer H extends number,
    infer W extends number,
    infer C extends number,
  ]
    ? Seen<L, Windowed<[H, W, C], F, K, St, P, 'convLstm2d', D>, R>
    : Needs<this['in'], 'convLstm2d', Terms['video']>
}
type Seen<L extends number, S, R extends boolean> = S extends Shape
  ? [R] extends [true]
    ? [L, ...S]
    : [R] extends [false]
      ? S
      : number[]
  : S

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A long short-term memory whose gates are convolutions:
     * [batch, steps, height, width, channels] to [batch, newHeight, newWidth, filters], or with
     * `returnSequences` to [batch, steps, newHeight, newWidth, filters]. Keras: `ConvLSTM2D`; Shi
     * et al. 2015, https://arxiv.org/abs/1506.04214. Holds weights: kernels
     * [kernelHeight, kernelWidth, channels, 4 * filters] and
     * [kernelHeight, kernelWidth, filters, 4 * filters], and a bias [4 * filters]. The convolution
     * of the state always has padding 'same' and stride 1. It takes no mask: after `masking`, it
     * fails when the model runs.
     * @param filters the number of output channels
     * @param kernel the size of the windows, one number or [height, width]
     * @example
     * import { input } from 'layersmith'
     * input([10, 32, 32, 3]).convLstm2d(8, 3, { padding: 'same' }).shape // [32, 32, 8]
     */
    convLstm2d<
      S extends Sig,
      H extends Trait,
      const F extends number,
      const K extends Pair,
      const St extends Pair = 1,
      P extends Padding = 'valid',
      const D extends Pair = 1,
      const R extends boolean = false,
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & CountPair<K, 'kernel'> & Fit<S, ConvLstm2D<F, K, St, P, D, R>>,
      options?: ConvLstm2dOptions<St, P, D, R>,
    ): Block<Then<S, ConvLstm2D<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>, R>>, H | 'weights'>
  }
}

export interface ConvLstm2dConfig extends GatedStepConfig {
  readonly filters: number
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: Padding
  readonly dilation: readonly [number, number]
}

export const convLstm2d: MethodKindOf<'convLstm2d', ConvLstm2dConfig> = {
  kind: 'convLstm2d',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    filters: count(),
    kernel: pair('kernelSize'),
    stride: optional(pair('strides'), [1, 1]),
    padding: optional(oneOf(['valid', 'same']), 'valid'),
    dilation: optional(pair('dilationRate'), [1, 1]),
    ...gatedStepFields,
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      videoOf(input),
      chain(([steps, ...image]) =>
        pipe(
          windowed(c, image),
          map((sizes) => ({ steps, sizes })),
        ),
      ),
      chain(({ steps, sizes }) =>
        pipe(
          lastOf(input, 'the number of channels'),
          map(() => [...(c.returnSequences ? [steps] : []), ...sizes, c.filters]),
        ),
      ),
    ),
  stride: (c, [time = 1, ...image]) => [
    ...(c.returnSequences ? [time] : []),
    ...coarser(image, c.stride),
  ],
  params: (c, input) => ({
    trainable:
      4 *
      c.filters *
      (c.kernel[0] * c.kernel[1] * ((input[3] ?? 0) + c.filters) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, output, [steps = null, , , channels = null] = []) =>
    times(
      8,
      steps,
      ...output.slice(-3),
      ...c.kernel,
      channels === null ? null : channels + c.filters,
    ),
  classes: [{ className: 'ConvLSTM2D' }],
}
