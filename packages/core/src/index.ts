// The whole public surface of @layersmith/core.

// the file of each composite and kind adds its methods to the type of a block
import './composites/all.js'
import './kinds/all.js'
export { block, input } from './dsl/block.js'
export { type AnyBlock, type AnyNet, Block, type Loose } from './types/block.js'
export { type Branch, branch } from './composites/branch.js'
export { custom } from './composites/custom.js'
export type { CustomOptions, Factory, ForeignLayer } from './composites/foreign.js'
export { type GraphOf, graph } from './dsl/graph.js'
export { add, average, concat, dot, maximum, minimum, multiply, subtract } from './dsl/merges.js'
export { type AnyValue, type LooseValue, Value } from './types/value.js'
export { ofKind } from './dsl/of-kind.js'
export { type Inputs, inputs } from './composites/inputs.js'
export type { MergeName } from './composites/merge.js'
export type { Outputs } from './dsl/outputs.js'
export { repeat } from './composites/repeat.js'
export { residual } from './composites/residual.js'
export { shared } from './dsl/shared.js'
export { type TieOptions, tie } from './composites/tie.js'
export type { Activation, NoiseShape } from './config/field.js'
export type { TfForm } from './tf-form/form.js'
export type { Constraint, Initializer, Regularizer, Spec } from './config/spec.js'
export { recognize } from './tf-form/recognize.js'
export type { Json, JsonObject } from './base/json.js'
export { type KindInfo, kinds } from './kinds/info.js'
export { nearest } from './base/nearest.js'
export { count as showCount, short as showShort } from './base/numbers.js'
export { notKinds } from './tf-form/absent.js'
export type { Held, Params } from './kinds/kind.js'
export type { Kind, MergeKind } from './types/block.js'
export type { Checked, Distinct, Op, Ops, UnknownTaps } from './types/op.js'
// the types of blocks contain the ops, so a project that exports a block and emits declarations
// must be able to name them
// and the steps that are worked out later where a function is generic over the block
export type { AsShape, Broadcast } from './shape/shape.js'
export type { Names, Run, Step, Taps } from './types/op.js'
export type { BothTaps, HeldIn, ShapeIn, TapsIn } from './types/value.js'
export type { Merged } from './composites/branch.js'
export type { Custom } from './composites/custom.js'
export type { From, FromTie } from './types/from.js'
export type { Repeat } from './composites/repeat.js'
export type { Residual } from './composites/residual.js'
export type { FitTap, Tap } from './composites/tap.js'
export type { Conv } from './kinds/families/convolution/conv.js'
export type { Conv1D } from './kinds/families/convolution/conv1d.js'
export type { Conv3D } from './kinds/families/convolution/conv3d.js'
export type { Conv3DTranspose } from './kinds/families/convolution/conv3d-transpose.js'
export type { ConvTranspose } from './kinds/families/convolution/conv-transpose.js'
export type { DepthwiseConv } from './kinds/families/convolution/depthwise-conv.js'
export type { SeparableConv } from './kinds/families/convolution/separable-conv.js'
export type { Dense } from './kinds/families/core/dense.js'
export type { ConcatOptions } from './kinds/families/merge/concat.js'
export type { DotAxes, DotOptions } from './kinds/families/merge/dot.js'
export type { Embedding } from './kinds/families/core/embedding.js'
export type { Masking } from './kinds/families/core/masking.js'
export type { GlobalPool } from './kinds/families/pooling/global-pool.js'
export type { GlobalPool1D } from './kinds/families/pooling/global-pool1d.js'
export type { Pool } from './kinds/families/pooling/pool.js'
export type { Pool1D } from './kinds/families/pooling/pool1d.js'
export type { Pool3D } from './kinds/families/pooling/pool3d.js'
export type { CategoryEncoding } from './kinds/families/preprocessing/category-encoding.js'
export type { CenterCrop } from './kinds/families/preprocessing/center-crop.js'
export type { ConvLstm2D } from './kinds/families/recurrent/conv-lstm2d.js'
export type { Recurrent } from './kinds/families/recurrent/simple-rnn.js'
export type { SpatialDropout1D } from './kinds/families/regularization/spatial-dropout1d.js'
export type { Crop } from './kinds/families/reshaping/crop.js'
export type { Flatten } from './kinds/families/reshaping/flatten.js'
export type { Pad } from './kinds/families/reshaping/pad.js'
export type { Permute } from './kinds/families/reshaping/permute.js'
export type { RepeatVector } from './kinds/families/reshaping/repeat-vector.js'
export type { Reshape } from './kinds/families/reshaping/reshape.js'
export type { Upsample } from './kinds/families/reshaping/upsample.js'
export type { Bidirectional } from './kinds/families/wrapper/bidirectional.js'
export type { TimeDistributed } from './kinds/families/wrapper/time-distributed.js'
export type { Instance, Position } from './plan/sharing.js'
export { type Plan, type PlanOptions, type PlannedOutput, check, plan } from './plan/plan.js'
export {
  BuildError,
  type Place,
  type Problem,
  messageOf,
  render,
  shortened,
  thrownBy,
} from './base/problem.js'
export { type FromJsonOptions, fromJSON } from './json/read.js'
export { type SourceOptions, toSource } from './source/writer.js'
export { toJSON } from './json/write.js'
export type { Code } from './base/sentences.js'
export type { Dims, Padding, Pair, Shape, Triple } from './shape/shape.js'
export { type Sizes, show as showSizes } from './shape/sizes.js'
export { type Edited, type Surgery, insertAfter, replace, upTo } from './surgery/surgery.js'
export { summary } from './plan/table.js'
export type { PlannedTap } from './plan/taps.js'
export type {
  AnyDescription,
  AnySig,
  Append,
  Description,
  Ends,
  Fixed,
  Named,
  Open,
  OpsOf,
  Sig,
  Tapped,
  TapsOf,
  Then,
  Trait,
} from './types/signature.js'
export type { PlannedInput } from './ast/input.js'
