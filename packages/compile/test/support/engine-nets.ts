// A net for each way of each kernel of the training engine.
import {
  add,
  block,
  branch,
  graph,
  input,
  maximum,
  multiply,
  residual,
  tie,
} from '@layersmith/core'

export const same = { padding: 'same' } as const
export const head = (units = 4) => block().flatten().dense(units)

/** A net for each way of each kernel. */
export const nets = {
  dense: input([5]).dense(7, { activation: 'tanh' }).dense(3),
  'dense of many': input([64]).dense(32, { activation: 'relu' }).dense(8),
  'dense over pixels': input([3, 4, 5]).dense(6).flatten().dense(2),
  conv: input([6, 7, 3]).conv(5, 3).pipe(head()),
  'conv same': input([6, 7, 4]).conv(8, 3, same).conv(3, 2, same).pipe(head()),
  'conv with strides': input([9, 8, 3])
    .conv(6, 3, { stride: 2 })
    .conv(4, 2, { stride: 3, padding: 'same' })
    .pipe(head()),
  'conv with gaps': input([9, 9, 4])
    .conv(8, 3, { dilation: 2 })
    .conv(4, 3, { dilation: 2, padding: 'same' })
    .pipe(head()),
  'conv in groups': input([6, 6, 4])
    .conv(8, 3, { groups: 2 })
    .conv(6, 1, { groups: 2 })
    .pipe(head()),
  'conv by tiles': input([16, 16, 16]).conv(32, 3, same).conv(16, 3).pipe(head()),
  'conv of points': input([5, 5, 8]).conv(16, 1).conv(8, 1).conv(3, 1).pipe(head()),
  'conv of few channels': input([8, 8, 2]).conv(2, 3, same).conv(3, 3).pipe(head()),
  'conv of sequences': input([12, 3])
    .conv1d(4, 3)
    .conv1d(5, 3, { stride: 2, padding: 'same' })
    .pipe(head()),
  'statistics of their own': input([6, 6, 3])
    .normalization()
    .conv(4, 3)
    .normalization()
    .relu()
    .pipe(head()),
  bn: input([6, 6, 3])
    .conv(4, 3)
    .bn()
    .relu()
    .conv(5, 3)
    .bn({ scale: false })
    .bn({ center: false })
    .pipe(head()),
  'bn of vectors': input([6]).dense(8).bn().relu().dense(3).bn(),
  depthwise: input([8, 8, 3])
    .conv(4, 3)
    .depthwiseConv(3, same)
    .depthwiseConv(3, { stride: 2, padding: 'same' })
    .pipe(head()),
  'depthwise of others': input([8, 8, 3])
    .conv(3, 2)
    .depthwiseConv(2, { depthMultiplier: 2 })
    .depthwiseConv(5, same)
    .pipe(head()),
  separable: input([8, 8, 3])
    .separableConv(6, 3)
    .separableConv(4, 3, { ...same, activation: 'relu' })
    .pipe(head()),
  'pool max': input([8, 8, 3])
    .conv(4, 3, same)
    .pool(2)
    .conv(5, 3, same)
    .pool(3, { stride: 2, padding: 'same' })
    .pipe(head()),
  'pool average': input([8, 8, 3])
    .conv(4, 3, same)
    .pool(2, { kind: 'average' })
    .pool(3, { kind: 'average', stride: 1 })
    .pipe(head()),
  'pools of sequences': input([12, 3]).conv1d(4, 3).pool1d(2).conv1d(3, 2).globalPool1d().dense(2),
  'global pools': input([5, 5, 3])
    .conv(6, 2)
    .pipe(branch(block().globalPool(), block().globalPool({ kind: 'max' })).concat())
    .dense(3),
  'largest numbers that are equal': input([5, 5, 3])
    .conv(4, 3)
    .pool(2, { stride: 1, padding: 'same' })
    .globalPool({ kind: 'max' })
    .dense(3),
  'pad and crop': input([5, 5, 3]).pad(2).conv(4, 3).crop(1).conv(3, 3).pipe(head()),
  residual: input([6, 6, 4])
    .conv(4, 3, same)
    .pipe(residual(block().conv(4, 3, same).bn().relu()))
    .pipe(
      residual(
        block().conv(8, 3, { stride: 2, padding: 'same' }),
        block().conv(8, 1, { stride: 2 }),
      ),
    )
    .pipe(head()),
  branches: input([6, 6, 4])
    .pipe(branch(block().conv(3, 1), block().conv(5, 3, same), block()).concat())
    .conv(4, 3)
    .pipe(head()),
  merges: graph({ a: [4, 4, 3], b: [4, 4, 3] }, ({ a, b }) => {
    const [c, d] = [a.pipe(block().conv(3, 1)), b.pipe(block().conv(3, 1))]
    return add(maximum(c, d, a), multiply(c, d, c)).pipe(head())
  }),
  'squeeze and excite': graph([6, 6, 4], (x) => {
    const y = x.pipe(block().conv(8, 3))
    const gate = y.pipe(
      block()
        .globalPool({ keepDims: true })
        .conv(2, 1, { activation: 'relu' })
        .conv(8, 1, { activation: 'sigmoid' }),
    )
    return multiply(y, gate).pipe(head())
  }),
  ties: graph({ a: [6], b: [6] }, ({ a, b }) => {
    const leg = tie(input([6]).dense(5, { activation: 'tanh' }).dense(4))
    return multiply(a.pipe(leg), b.pipe(leg)).pipe(block().dense(2))
  }),
  frozen: input([6, 6, 3])
    .conv(4, 3)
    .pipe(block().conv(4, 3).bn().frozen())
    .conv(3, 2)
    .bn()
    .pipe(head()),
  'frozen at the start': input([6, 6, 3])
    .pipe(block().conv(4, 3).bn().relu().frozen())
    .conv(3, 2)
    .pipe(head()),
  outputs: input([6, 6, 3])
    .conv(4, 3)
    .outputs({ a: block().globalPool().dense(2), b: block().pipe(head(3)) }),
  dropout: input([6, 6, 3])
    .conv(4, 3)
    .dropout(0.3)
    .conv(3, 2)
    .dropout(0.5, { noiseShape: [null, 1, 1, null] })
    .pipe(head()),
  'stochastic depth': input([6, 6, 4])
    .pipe(residual(block().conv(4, 3, same).stochasticDepth(0.5)))
    .pipe(head()),
  'layer and group norm': input([5, 5, 4])
    .conv(8, 2)
    .layerNorm()
    .conv(6, 3)
    .groupNorm(3)
    .relu()
    .groupNorm(-1, { scale: false })
    .pipe(head()),
  'layer norm of vectors': input([7]).dense(9).layerNorm({ center: false }).dense(3),
  'maps of channels': input([5, 5, 3])
    .rescaling(0.5, { offset: -1 })
    .normalization({ mean: [0.1, 0.2, 0.3], variance: [1, 2, 3] })
    .conv(5, 2)
    .layerScale({ initial: 0.5 })
    .rescaling([1, 2, 3, 4, 5])
    .relu()
    .pipe(head()),
  'transposed convolutions': input([4, 5, 3])
    .convTranspose(8, 3, { stride: 2, padding: 'same' })
    .convTranspose(5, 2, { activation: 'relu' })
    .convTranspose(3, 3, { stride: 3 })
    .pipe(head()),
  'causal convolutions': input([9, 3])
    .conv1d(4, 3, { padding: 'causal' })
    .conv1d(4, 2, { padding: 'causal', dilation: 2 })
    .pipe(head()),
  'upsample by interpolation': input([4, 3, 3])
    .conv(4, 2)
    .upsample(2, { interpolation: 'bilinear' })
    .conv(3, 2)
    .upsample([1, 3], { interpolation: 'bilinear' })
    .pipe(head()),
  'upsample one pixel': input([2, 3, 3])
    .conv(5, 2)
    .upsample([3, 4], { interpolation: 'bilinear' })
    .conv(2, 3)
    .pipe(head()),
  prelu: input([5, 4, 3])
    .conv(6, 2)
    .prelu()
    .conv(4, 2)
    .prelu({ sharedAxes: [1, 2] })
    .conv(3, 1)
    .prelu({ sharedAxes: [3] })
    .flatten()
    .dense(5)
    .prelu()
    .dense(2),
  'other activations': input([4, 5])
    .dense(7)
    .relu({ maxValue: 0.5 })
    .dense(4)
    .leakyRelu({ alpha: 0.2 })
    .pipe(head()),
  permute: input([4, 3, 2])
    .conv(5, 2)
    .permute([3, 1, 2])
    .dense(4)
    .permute([2, 1, 3])
    .dense(3)
    .permute([3, 2, 1])
    .dense(2)
    .permute([1, 3, 2])
    .pipe(head()),
  'shuffled channels': input([3, 3, 4])
    .conv(8, 1)
    .reshape([3, 3, 2, 4])
    .permute([1, 2, 4, 3])
    .reshape([3, 3, 8])
    .conv(4, 2, { groups: 2 })
    .pipe(head()),
  'repeated vectors': input([5]).dense(3).repeatVector(4).conv1d(3, 2).pipe(head()),
  'bn along other axes': input([4, 5, 3])
    .conv(4, 2)
    .bn({ axis: 1 })
    .conv(5, 2)
    .relu()
    .bn({ axis: 2, center: false })
    .pipe(head()),
  'the middle': input([7, 6, 2]).conv(4, 2).centerCrop(3, 3).conv(2, 2).pipe(head()),
  'sums of many axes': graph([2, 2, 2, 3], (x) => {
    const y = x.pipe(block().dense(4))
    const z = x.pipe(block().dense(4))
    return add(multiply(y, z), y).pipe(head())
  }),
  reshape: input([6, 6, 2]).conv(4, 3).reshape([8, 8]).conv1d(3, 2).pipe(head()),
} satisfies Record<string, unknown>
