// Inputs for which stock kernels of wasm give wrong numbers or write beyond their tensors, although
// the same kernels are right for others. The cpu backend's kernels compute them.
import type { DataType, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { OwnKernel } from '../run/own-kernel.js'
import { onCpu } from '../run/on-cpu.js'

/** When the cpu backend's kernel runs. */
interface Rare {
  /** If an input has one of these types. */
  readonly dtypes?: readonly DataType[]
  /** If an input has no elements. */
  readonly empty?: boolean
  /** If the attributes ask for one of these types and an input has another. */
  readonly to?: readonly DataType[]
}

const isRare = (
  { dtypes = [], empty = false, to = [] }: Rare,
  { inputs, attrs }: Parameters<KernelFunc>[0],
): boolean => {
  const wanted = to.find((dtype) => dtype === attrs?.['dtype'])
  // An optional input that is left out is undefined; the declared type leaves that out.
  for (const x of Object.values<TensorInfo | undefined>(inputs)) {
    // Strings are not in wasm's memory.
    if (x === undefined || x.dtype === 'string') continue
    if (dtypes.includes(x.dtype) || (empty && x.shape.includes(0))) return true
    if (wanted !== undefined && x.dtype !== wanted) return true
  }
  return false
}

const onCpuIf = (
  rare: Rare,
  names: readonly string[],
  because: string,
  attrsOf?: (params: Parameters<KernelFunc>[0]) => NamedAttrMap,
): readonly OwnKernel[] =>
  names.map((name) => ({
    name,
    reason: 'wrong',
    because,
    build: (_, stock) => (given) => {
      const params = attrsOf === undefined ? given : { ...given, attrs: attrsOf(given) }
      if (stock !== undefined && !isRare(rare, params)) return stock(params)
      const [only, ...more] = onCpu(name, params)
      return only === undefined ? [] : more.length > 0 ? [only, ...more] : only
    },
  }))

/** The attributes with the axis counted from the front: from the back, cpu is wrong too. */
const axisFromFront = ({ inputs, attrs = {} }: Parameters<KernelFunc>[0]): NamedAttrMap => {
  const { x } = inputs
  const { axis } = attrs
  return x === undefined || typeof axis !== 'number'
    ? attrs
    : { ...attrs, axis: axis < 0 ? axis + x.shape.length : axis }
}

/** The kernels that leave some inputs to cpu, by what is wrong with the stock ones. */
export const rareInputs: readonly OwnKernel[] = [
  ...onCpuIf(
    { empty: true },
    ['Sum', 'Mean', 'ArgMax', 'ArgMin', 'GatherV2'],
    'without elements to reduce, the stock kernel leaves its result unwritten, or throws',
  ),
  ...onCpuIf(
    { dtypes: ['bool'], empty: true },
    ['Max', 'Min', 'Prod', 'All', 'Any', 'TopK', 'Select'],
    'for bools and without elements, the stock kernel gives wrong numbers or writes elsewhere',
  ),
  ...onCpuIf(
    { dtypes: ['bool'], empty: true },
    ['Cumsum', 'Cumprod'],
    'along an axis counted from the back, and without elements, the stock kernel writes elsewhere',
    axisFromFront,
  ),
  ...onCpuIf(
    { dtypes: ['bool'] },
    [
      'Abs Add AddN Atan Atan2 Elu Exp LeakyRelu Maximum Minimum Multiply Neg Relu Relu6 Reverse',
      'Round Selu Sigmoid Sign Sin Sinh Softplus Square SquaredDifference Step Sub',
    ].flatMap((names) => names.split(' ')),
    'for bools the stock kernel gives wrong numbers, or writes four bytes for each of one',
  ),
  ...onCpuIf(
    { dtypes: ['bool', 'int32'] },
    [
      'Acos Acosh Asin Asinh Atanh ClipByValue Expm1 FloorDiv FusedBatchNorm IsFinite IsInf IsNan',
      'Log1p Mod Pow RealDiv Reciprocal StridedSlice',
    ].flatMap((names) => names.split(' ')),
    'for whole numbers and bools the stock kernel is wrong: division by 0, infinity, or always',
  ),
  ...onCpuIf(
    { dtypes: ['bool', 'int32'], empty: true },
    ['Prelu'],
    'for whole numbers, bools and without elements, the stock kernel gives wrong numbers',
  ),
  ...onCpuIf(
    { to: ['bool', 'float32'] },
    ['OneHot'],
    'the stock kernel writes whole numbers, whatever type is asked for',
  ),
  ...onCpuIf(
    { to: ['bool'] },
    ['Cast'],
    'the stock kernel makes bools other than 0 and 1, and 0 of fractions',
  ),
]
