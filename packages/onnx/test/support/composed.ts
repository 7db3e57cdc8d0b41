// Nets beside those of one kind: graphs, ties, several inputs and outputs, open sizes, and the
// places where layouts meet.
import {
  type AnyDescription,
  add,
  block,
  branch,
  dot,
  graph,
  input,
  inputs,
  multiply,
  repeat,
  residual,
  tie,
} from '@layersmith/core'

const image = input([7, 9, 4])
const sequence = input([6, 4])
const volume = input([4, 5, 6, 2])
const open = input([null, null, 3])
const same = { padding: 'same' } as const
const conv = (n: number) => block().conv(n, 3, same).bn().relu()
const uNet = (n: number, inner: number): AnyDescription & { readonly shape?: unknown } =>
  inner === 0
    ? block().conv(n, 3, same).relu()
    : block()
        .conv(n, 3, same)
        .relu()
        .pipe(
          branch(
            block(),
            block()
              .loose()
              .pool(2)
              .pipe(uNet(2 * n, inner - 1) as never)
              .upsample(2, { interpolation: 'bilinear' }),
          ).concat() as never,
        )

const directions = (['simpleRnn', 'gru', 'lstm'] as const).flatMap((kind) =>
  [false, true].flatMap((goBackwards) =>
    [false, true].map((returnSequences) => [
      `${kind}${goBackwards ? ' backwards' : ''}${returnSequences ? ' at each step' : ''}`,
      () => sequence[kind](3, { goBackwards, returnSequences }),
    ]),
  ),
) as readonly (readonly [string, () => AnyDescription])[]

const gates = (['elu', 'hardSigmoid', 'hardSigmoid3', 'leakyRelu', 'linear', 'relu'] as const)
  .concat(['sigmoid', 'softplus', 'softsign', 'tanh'] as never)
  .map((activation) => [
    `lstm with ${activation}`,
    () => sequence.lstm(3, { activation, recurrentActivation: 'sigmoid' }),
  ]) as readonly (readonly [string, () => AnyDescription])[]

/** By name. */
export const composed: ReadonlyMap<string, () => AnyDescription> = new Map<
  string,
  () => AnyDescription
>([
  ...directions,
  ...gates,
  ['gru with the reset after', () => sequence.gru(3, { resetAfter: true, goBackwards: true })],
  ['gru without bias', () => sequence.gru(3, { resetAfter: true, useBias: false })],
  [
    'both directions backwards',
    () =>
      sequence.bidirectional(block().lstm(3, { goBackwards: true, returnSequences: true }), {
        mergeMode: 'ave',
      }),
  ],
  [
    'both directions, multiplied',
    () => sequence.bidirectional(block().gru(3), { mergeMode: 'mul' }).dense(2),
  ],
  ...[false, true].flatMap((returnSequences) =>
    [false, true].flatMap((goBackwards) => [
      [
        `images in steps ${returnSequences} ${goBackwards}`,
        () => volume.convLstm2d(3, 2, { returnSequences, goBackwards, padding: 'same', stride: 2 }),
      ] as const,
      [
        `images in both directions ${returnSequences} ${goBackwards}`,
        () =>
          volume.bidirectional(block().convLstm2d(3, [2, 1], { returnSequences, goBackwards }), {
            mergeMode: returnSequences ? 'concat' : 'sum',
          }),
      ] as const,
    ]),
  ),
  ['recurrent after convolution', () => sequence.conv1d(5, 2).bn().lstm(3).dense(2)],
  ['open sequence', () => input([null, 4]).conv1d(5, 3, { padding: 'causal' }).gru(3)],
  ['convolution after recurrent', () => sequence.lstm(3, { returnSequences: true }).conv1d(2, 2)],
  ['pool of a sequence', () => sequence.lstm(3, { returnSequences: true }).bn().globalPool1d()],
  [
    'graph',
    () =>
      graph({ image: [8, 8, 3], size: [4] }, ({ image: x, size }) => {
        const stem = x.pipe(conv(4))
        const scale = size.pipe(block().dense(4, { activation: 'sigmoid' }).reshape([1, 1, 4]))
        return add(multiply(stem, scale), stem).pipe(block().globalPool().dense(3))
      }),
  ],
  [
    'squeeze and excite',
    () =>
      image.pipe(
        branch(
          block(),
          block().globalPool({ keepDims: true }).conv(2, 1).relu().conv(4, 1).activation('sigmoid'),
        ).multiply(),
      ),
  ],
  [
    'siamese',
    () =>
      inputs({ a: [8, 8, 1], b: [8, 8, 1] })
        .each(tie(input([8, 8, 1]).conv(4, 3).bn().relu().flatten().dense(5), { bn: 'per-use' }))
        .merge('subtract')
        .dense(1, { activation: 'sigmoid' }),
  ],
  [
    'several outputs and taps',
    () =>
      image
        .pipe(conv(4))
        .tap('c1')
        .pipe(conv(6))
        .tap('c2')
        .outputs({ map: block().conv(2, 1), kind: block().globalPool().dense(3) }),
  ],
  ['only a tap', () => image.tap('same').relu()],
  ['nothing', () => image.dropout(0.5)],
  [
    'u-net',
    () =>
      input([8, 12, 3])
        .loose()
        .pipe(uNet(3, 2) as never),
  ],
  ['open image', () => open.pipe(conv(4)).pool(2).upsample(2).globalPool().dense(3)],
  [
    'open image, strided',
    () => open.conv(4, 3, { stride: 2, ...same }).pool(3, { stride: 2, ...same }),
  ],
  [
    'open image, groups',
    () =>
      open
        .conv(4, 3)
        .groupNorm(2)
        .layerNorm()
        .pad(1)
        .crop([
          [1, 0],
          [0, 2],
        ]),
  ],
  [
    'open image, small windows',
    () => open.conv(4, 2, { stride: 3, padding: 'same' }).pool(1, { stride: 2, padding: 'same' }),
  ],
  ['open image, enlarged', () => open.convTranspose(4, 3, { stride: 2, ...same }).upsample(2)],
  [
    'pads before pools',
    () =>
      image.pipe(
        branch(
          block().pad(1).pool(3, { stride: 2 }),
          block().conv(2, 1).pad(1).pool(3, { stride: 2 }),
          block().pad(1).dropout(0.5).pool(3, { stride: 2, kind: 'average' }),
        ).concat(),
      ),
  ],
  ['flatten, then anything', () => image.conv(3, 2).flatten().layerNorm().softmax().dense(3)],
  ['flatten, then activations', () => image.conv(3, 2).flatten().relu().dropout(0.2).dense(3)],
  [
    'flatten twice used',
    () =>
      image
        .conv(3, 2)
        .flatten()
        .pipe(branch(block(), block().activation('tanh')).concat()),
  ],
  ['flatten of a volume', () => volume.conv3d(3, 2).pool3d(2).flatten().dense(3)],
  ['flatten of a sequence', () => sequence.conv1d(3, 2).flatten().dense(3)],
  ['flatten of one pixel', () => image.conv(3, [7, 9]).flatten().dense(3)],
  ['dense on pixels', () => image.dense(3).conv(2, 1).dense(5, { activation: 'softmax' })],
  [
    'dense on steps',
    () => sequence.dense(3, { activation: 'softmax' }).dense(2, { useBias: false }),
  ],
  ['permuted channels', () => image.conv(3, 2).permute([3, 1, 2]).conv(2, 2)],
  ['reshaped', () => image.conv(4, 2).reshape([8, 6, 4]).conv(2, 2).reshape([-1, 2]).dense(2)],
  [
    'shuffled channels',
    () =>
      image
        .conv(4, 1)
        .reshape([7, 9, 2, 2])
        .permute([1, 2, 4, 3])
        .reshape([7, 9, 4])
        .conv(3, 2, { groups: 1 }),
  ],
  ['normalized along rows', () => image.conv(3, 2).bn({ axis: 1 }).bn({ axis: 2, scale: false })],
  [
    'normalized features',
    () => image.conv(4, 2).layerNorm({ center: false }).groupNorm(-1).unitNorm(),
  ],
  [
    'slopes',
    () =>
      image
        .conv(4, 2)
        .prelu()
        .prelu({ sharedAxes: [1, 2] }),
  ],
  [
    'slopes of sequences',
    () =>
      sequence
        .prelu({ sharedAxes: [1] })
        .conv1d(3, 2)
        .prelu(),
  ],
  ['pools of sequences', () => sequence.conv1d(3, 2).pool1d(2, { kind: 'average' }).pool1d(2)],
  ['maximum of a sequence', () => sequence.globalPool1d({ kind: 'max', keepDims: true })],
  [
    'relus',
    () =>
      image.rescaling(9).relu({ threshold: 1 }).relu({ negativeSlope: 0.1 }).relu({ maxValue: 4 }),
  ],
  ['relu of all', () => image.rescaling(9).relu({ threshold: 1, negativeSlope: 0.2, maxValue: 4 })],
  [
    'relu with a slope and a maximum',
    () => image.rescaling(9).relu({ negativeSlope: 0.2, maxValue: 4 }),
  ],
  [
    'rescaled channels',
    () =>
      image
        .rescaling([1, 2, 3, 4], { offset: [1, 0, 2, 0] })
        .conv(2, 2)
        .rescaling(3),
  ],
  [
    'denormalized',
    () =>
      image.conv(4, 1).normalization({ mean: [1, 2, 3, 4], variance: [1, 2, 0, 4], invert: true }),
  ],
  [
    'broadcast',
    () =>
      image
        .pipe(branch(block().conv(3, 1), block().globalPool({ keepDims: true }).conv(3, 1)).add())
        .pipe(branch(block(), block().globalPool({ keepDims: true })).average()),
  ],
  [
    'concat of rows',
    () => image.conv(3, 1).pipe(branch(block(), block().relu()).concat({ axis: 2 })),
  ],
  [
    'cosine',
    () => graph({ a: [5, 3], b: [5, 4] }, ({ a, b }) => dot(a, b, { axes: 1, normalize: true })),
  ],
  ['dot of matrices', () => inputs({ a: [5, 3], b: [6, 3] }).merge('dot')],
  [
    'dilated',
    () =>
      image
        .conv(3, 3, { dilation: 2, ...same })
        .depthwiseConv(2, { dilation: 2, depthMultiplier: 2 }),
  ],
  [
    'steps of images',
    () =>
      input([3, 6, 6, 2])
        .timeDistributed(block().conv(3, 2))
        .timeDistributed(block().bn())
        .timeDistributed(block().flatten())
        .lstm(2),
  ],
  [
    'open steps',
    () =>
      input([null, null, 5, 2])
        .timeDistributed(block().conv(3, 2))
        .timeDistributed(block().globalPool()),
  ],
  ['open vectors', () => input([null, 5]).timeDistributed(block().dense(3))],
  [
    'steps in steps',
    () => input([2, 3, 4]).timeDistributed(block().timeDistributed(block().dense(2))),
  ],
  [
    'repeated residuals',
    () => image.pipe(repeat(3, residual(conv(4)))).pipe(residual(conv(6), block().conv(6, 1))),
  ],
  [
    'in volumes',
    () =>
      volume
        .conv3d(3, 2, same)
        .relu()
        .pool3d(2, { kind: 'average', ...same })
        .conv3dTranspose(2, 3, { stride: 2, outputPadding: 1 }),
  ],
  ['tokens', () => input([5]).embedding(7, 3).conv1d(4, 2).globalPool1d({ kind: 'max' }).dense(2)],
  ['one hot', () => input([1]).categoryEncoding(4, { outputMode: 'oneHot' }).dense(2)],
  ['counted', () => input([6]).categoryEncoding(4, { outputMode: 'count' })],
])
