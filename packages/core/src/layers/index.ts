// The one list of layer kinds. A kind is added in two places, both in this file: its method and its definition.
import { type ActivationMethod, activation } from './activation/activation.js'
import { type EluMethod, elu } from './activation/elu.js'
import { type LeakyReluMethod, leakyRelu } from './activation/leakyRelu.js'
import { type ReluMethod, relu } from './activation/relu.js'
import { type Relu6Method, relu6 } from './activation/relu6.js'
import { type ConvMethod, conv } from './convolution/conv.js'
import { type DepthwiseConvMethod, depthwiseConv } from './convolution/depthwiseConv.js'
import { type DenseMethod, dense } from './core/dense.js'
import { concat } from './merge/concat.js'
import { add, average, maximum, multiply } from './merge/elementwise.js'
import { type BnMethod, bn } from './normalization/bn.js'
import { type LayerNormMethod, layerNorm } from './normalization/layerNorm.js'
import { type GlobalPoolMethod, globalPool } from './pooling/globalPool.js'
import { type PoolMethod, pool } from './pooling/pool.js'
import { type DropoutMethod, dropout } from './regularization/dropout.js'
import { type FlattenMethod, flatten } from './reshaping/flatten.js'
import { type PadMethod, pad } from './reshaping/pad.js'
import { type UpsampleMethod, upsample } from './reshaping/upsample.js'

/** The builder methods, one interface per kind. */
export interface LayerMethods extends
  ActivationMethod, BnMethod, ConvMethod, DenseMethod, DepthwiseConvMethod, DropoutMethod, EluMethod, FlattenMethod,
  GlobalPoolMethod, LayerNormMethod, LeakyReluMethod, PadMethod, PoolMethod, ReluMethod, Relu6Method, UpsampleMethod {}

export type MethodKind = keyof LayerMethods
/** The merges that `branch` and `residual` make; they have no method of their own. */
export type MergeKind = 'add' | 'average' | 'concat' | 'maximum' | 'multiply'
/** Every sort of layer. */
export type Kind = MethodKind | MergeKind

type Config<D> = D extends { readonly held: (config: infer C extends object) => unknown } ? C : never

/** The kinds that have a builder method; each file checks its own entry, this list only that none is missing. */
export const methods = {
  activation, bn, conv, dense, depthwiseConv, dropout, elu, flatten, globalPool, layerNorm, leakyRelu, pad, pool, relu, relu6, upsample,
} satisfies { readonly [K in MethodKind]: { readonly kind: K } }

/** The definition of every kind. */
export const layers = { ...methods, add, average, concat, maximum, multiply } satisfies { readonly [K in Kind]: { readonly kind: K } }

/** The complete config of each kind. */
export type ConfigOf<K extends Kind> = Config<(typeof layers)[K]>
