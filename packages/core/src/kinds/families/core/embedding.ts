import { right } from 'fp-ts/lib/Either.js'
import {
  constraint,
  count,
  flag,
  initializer,
  optional,
  regularizer,
} from '../../../config/field.js'
import type {
  Constraint,
  Initializer,
  InitializerSpec,
  Regularizer,
  Spec,
} from '../../../config/spec.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Count, Dim, Shape } from '../../../shape/shape.js'
import type { Sig, Then, Trait } from '../../../types/signature.js'

export interface EmbeddingOptions {
  /** Whether token 0 is padding, which recurrent layers after it skip; false by default. */
  maskZero?: boolean | undefined
  /** 'randomUniform' by default. */
  embeddingsInitializer?: Initializer | undefined
  embeddingsRegularizer?: Regularizer | undefined
  embeddingsConstraint?: Constraint | undefined
}

export interface Embedding<N extends number> extends Op {
  readonly size: N
  readonly out: this['in'] extends infer S extends Shape ? [...S, Dim<N>] : this['in']
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A vector for each token: [batch, steps] to [batch, steps, size]. Tokens are whole numbers
     * from 0 to `tokens` - 1. Keras: `Embedding`; Bengio et al. 2003. Holds weights: the vectors,
     * [tokens, size].
     * @param tokens the number of different tokens. Keras: `inputDim`
     * @param size the length of a vector. Keras: `outputDim`
     * @example
     * import { input } from 'layersmith'
     * input([20]).embedding(1000, 16).shape // [20, 16]
     */
    embedding<S extends Sig, H extends Trait, const T extends number, const N extends number>(
      this: Block<S, H>,
      tokens: T & Count<T, 'tokens'>,
      size: N & Count<N, 'size'>,
      options?: EmbeddingOptions,
    ): Block<Then<S, Embedding<N>>, H | 'weights'>
  }
}

export interface EmbeddingConfig {
  readonly tokens: number
  readonly size: number
  readonly maskZero: boolean
  readonly embeddingsInitializer: InitializerSpec
  readonly embeddingsRegularizer: Spec | null
  readonly embeddingsConstraint: Spec | null
}

export const embedding: MethodKindOf<'embedding', EmbeddingConfig> = {
  kind: 'embedding',
  args: (tokens, size, options) => record({ tokens, size }, options),
  config: {
    tokens: count('inputDim'),
    size: count('outputDim'),
    maskZero: optional(flag(), false),
    embeddingsInitializer: initializer('RandomUniform'),
    embeddingsRegularizer: regularizer(),
    embeddingsConstraint: constraint(),
  },
  held: () => 'weights',
  shape: (c, input = []) => right([...input, c.size]),
  params: (c) => ({ trainable: c.tokens * c.size, nonTrainable: 0 }),
  // a lookup computes nothing
  flops: () => 0,
  // inputLength only repeats the size of its input
  classes: [{ className: 'Embedding', idle: ['inputLength'] }],
}
