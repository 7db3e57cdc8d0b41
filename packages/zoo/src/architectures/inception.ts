import { type AnyBlock, block, branch, repeat, residual } from '@layersmith/core'
import { type Architecture, architecture, inSequence } from '../base/architecture.js'
import { classifier, conv, tap } from '../base/layers.js'
import {
  inceptionA,
  inceptionB,
  inceptionC,
  reductionA,
  reductionB,
  unit,
} from '../blocks/inception.js'

/** The convolutions that change sizes are not padded, so a map has less than half the size. */
const outline = <C extends number, D extends number, E extends number>(c3: C, c4: D, c5: E) =>
  block()
    .conv(64, 7, { stride: 2 })
    .tap('c1')
    .conv(192, 7, { stride: 2 })
    .tap('c2')
    .conv(c3, 3, { stride: 2 })
    .tap('c3')
    .conv(c4, 3, { stride: 2 })
    .tap('c4')
    .conv(c5, 3, { stride: 2 })
    .tap('c5')
export const inceptionV3Outline = () => outline(288, 768, 2048)
export const inceptionResNetV2Outline = () => outline(320, 1088, 1536)

type InceptionV3 = Architecture<299, typeof inceptionV3Outline>
type InceptionResNetV2 = Architecture<299, typeof inceptionResNetV2Outline>

const strided = { stride: 2, padding: 'valid' } as const

const stem = () =>
  inSequence(
    unit(32, 3, strided),
    unit(32, 3, { padding: 'valid' }),
    unit(64, 3).tap('c1').pool(3, { stride: 2 }),
    unit(80, 1, { padding: 'valid' }),
    unit(192, 3, { padding: 'valid' }).tap('c2').pool(3, { stride: 2 }),
  )

/**
 * Inception v3 (Szegedy et al. 2015, https://arxiv.org/abs/1512.00567). Images [299, 299, 3], at
 * least 75 high and wide, to [1000], preprocessed by `tfPreprocessing`. Taps: `c1` to `c5`, strides
 * 2 to 32. Keras: `InceptionV3`.
 * @example
 * import { inceptionV3 } from '@layersmith/zoo'
 * inceptionV3({ classes: 10 }).shape // [10]
 * inceptionV3({ top: false }).shape // [8, 8, 2048]
 */
export const inceptionV3: InceptionV3 = /* @__PURE__ */ architecture<InceptionV3>(
  'inceptionV3',
  299,
  {},
  (given) => ({
    features: inSequence(
      stem(),
      inceptionA(32),
      inceptionA(64),
      inceptionA(64),
      tap('c3'),
      reductionA(384, [64, 96], 96),
      inceptionB(128),
      inceptionB(160),
      inceptionB(160),
      inceptionB(192),
      tap('c4'),
      reductionB(),
      inceptionC(),
      inceptionC(),
      tap('c5'),
    ),
    top: classifier(given),
  }),
)

/** Branches, joined and scaled, around which what comes in flows. */
const around = (branches: AnyBlock, channels: number, scale: number): AnyBlock =>
  residual(branches.pipe(conv(channels, 1)).rescaling(scale))

const block35 = () =>
  around(
    branch(
      unit(32, 1),
      unit(32, 1).pipe(unit(32, 3)),
      unit(32, 1).pipe(unit(48, 3)).pipe(unit(64, 3)),
    ).concat(),
    320,
    0.17,
  ).relu()
const block17 = () =>
  around(
    branch(
      unit(192, 1),
      unit(128, 1)
        .pipe(unit(160, [1, 7]))
        .pipe(unit(192, [7, 1])),
    ).concat(),
    1088,
    0.1,
  ).relu()
const block8 = (scale: number) =>
  around(
    branch(
      unit(192, 1),
      unit(192, 1)
        .pipe(unit(224, [1, 3]))
        .pipe(unit(256, [3, 1])),
    ).concat(),
    2080,
    scale,
  )
const toCoarsest = () =>
  branch(
    unit(256, 1).pipe(unit(384, 3, strided)),
    unit(256, 1).pipe(unit(288, 3, strided)),
    unit(256, 1)
      .pipe(unit(288, 3))
      .pipe(unit(320, 3, strided)),
    block().pool(3, { stride: 2 }),
  ).concat()

/**
 * Inception-ResNet v2 (Szegedy et al. 2016, https://arxiv.org/abs/1602.07261). Images [299, 299,
 * 3], at least 75 high and wide, to [1000], preprocessed by `tfPreprocessing`. Taps: `c1` to `c5`,
 * strides 2 to 32. Keras: `InceptionResNetV2`.
 * @example
 * import { inceptionResNetV2 } from '@layersmith/zoo'
 * inceptionResNetV2({ classes: 10 }).shape // [10]
 * inceptionResNetV2({ top: false }).shape // [8, 8, 1536]
 */
export const inceptionResNetV2: InceptionResNetV2 = /* @__PURE__ */ architecture<InceptionResNetV2>(
  'inceptionResNetV2',
  299,
  {},
  (given) => ({
    features: inSequence(
      stem(),
      inceptionA(64, 96),
      repeat(10, block35()),
      tap('c3'),
      reductionA(384, [256, 256], 384),
      repeat(20, block17()),
      tap('c4'),
      toCoarsest(),
      repeat(9, block8(0.2).relu()),
      block8(1),
      unit(1536, 1),
      tap('c5'),
    ),
    top: classifier(given),
  }),
)
