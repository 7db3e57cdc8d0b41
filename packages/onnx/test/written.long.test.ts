// Nets of all kinds and of the whole vocabulary, those of the zoo, and models that others trained,
// as models of ONNX. `npm run test:onnx` runs them on ONNX Runtime; here none may fail or leak.
import { beforeAll, describe, expect, it } from '@jest/globals'
import { readdirSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { type Kind, type Position, check } from '@layersmith/core'
import { startBackend } from '@layersmith/backends'
import { readKeras } from '@layersmith/keras'
import { fromModel, loadModel, loadWeights, toModel } from '@layersmith/tfjs'
import { architectures } from '@layersmith/zoo'
import { operators as expected } from '../src/export/operators.js'
import { composed } from './support/composed.js'
import { addOperators } from './support/operators.js'
import { type Recipe, cook, netsOfKinds, realModels, recipes } from './support/others.js'
import { giveWeights, folder, write } from './support/written.js'

const leavesNothing = async (f: () => Promise<unknown>): Promise<void> => {
  const before = tf.memory().numTensors
  await f()
  expect(tf.memory().numTensors).toBe(before)
}

/** The operators of each kind in these nets. */
const operators = new Map<Kind, Set<string>>()

/** What ONNX does not have. */
const REFUSED = /^(masking|embedding 2)/

describe('each kind', () => {
  const cases = Object.entries(netsOfKinds).flatMap(([kind, makers]) =>
    makers.map((make, i) => [`${kind} ${i + 1}`, make] as const),
  )
  it.each(cases)('%s', async (name, make) => {
    await leavesNothing(async () => {
      const built = toModel(make(), { seed: 1 })
      giveWeights(built)
      const written = write(`kind ${name}`, built)
      if (REFUSED.test(name)) await expect(written).rejects.toThrow('ONNX has no')
      else addOperators(operators, await written, built.plan)
      built.dispose()
    })
  })
})

describe('composed nets', () => {
  it.each([...composed])('%s', async (name, make) => {
    await leavesNothing(async () => {
      const built = toModel(make() as never, { seed: 1 })
      giveWeights(built)
      for (const layout of ['nhwc', 'nchw'] as const)
        addOperators(
          operators,
          await write(`composed ${name} ${layout}`, built, { layout }),
          built.plan,
        )
      built.dispose()
    })
  })
})

it('each kind writes the operators that its exporter names', () => {
  const named = Object.entries(expected).map(([kind, names]) => [kind, [...names].sort()])
  const found = Object.keys(expected).map((kind) => [
    kind,
    [...(operators.get(kind as Kind) ?? [])].sort(),
  ])
  expect(found).toEqual(named)
})

/** Whether tokens are looked up in anything but an input: in numbers that no table has. */
const looksUpAnything = ({ inputs, config }: Position): boolean =>
  JSON.stringify(config).includes('"tokens"') &&
  (inputs.some((from) => from !== 'input') || !('tokens' in config))

describe('generated nets', () => {
  it('of the whole vocabulary', async () => {
    const wanted = Number(process.env['ONNX_NETS'] ?? 40)
    const seed = Number(process.env['FC_SEED'] ?? 1)
    const refused = new Map<string, number>()
    let written = 0
    for (const recipe of fc.sample(recipes, { seed, numRuns: 20 * wanted })) {
      if (written === wanted) break
      const net = cook(recipe)
      const checked = check(net)
      if (checked._tag === 'Left' || checked.right.positions.some(looksUpAnything)) continue
      if (checked.right.positions.length === 0 || (checked.right.flops ?? 0) > 1e8) continue
      await leavesNothing(async () => {
        const built = toModel(net, { seed: 1 })
        giveWeights(built)
        const reason = await writtenOrRefused(built, written, recipe)
        if (reason === null) written++
        else refused.set(reason, (refused.get(reason) ?? 0) + 1)
        built.dispose()
      })
    }
    expect(written).toBe(wanted)
    for (const reason of refused.keys()) expect(reason).toMatch(/masks|any (size|length)/)
    if (folder !== null)
      console.log(
        [...refused].map(([reason, times]) => `${times} times refused: ${reason}`).join('\n'),
      )
  }, 600_000)
})
const writtenOrRefused = async (built: any, n: number, recipe: Recipe): Promise<string | null> => {
  try {
    await write(`generated ${n}`, built, {
      size: 11,
      isRandom: !JSON.stringify(built.plan.positions).includes('"tokens"'),
    })
    return null
  } catch (e) {
    const message = (e as Error).message
    if (!message.includes('ONNX has no'))
      throw new Error(`${message}: ${JSON.stringify(recipe)}`, { cause: e })
    return /ONNX has no [^;]*/.exec(message)![0]
  }
}

describe('models of Keras', () => {
  const models = new URL('../../keras/test/keras/models/', import.meta.url)
  const files = readdirSync(models).filter(
    (name) => /\.(keras|h5)$/.test(name) && !/refused|weights/.test(name),
  )
  it.each(files)('%s', async (file) => {
    await leavesNothing(async () => {
      const { net, weights } = await readKeras(new URL(file, models).pathname)
      const built = toModel(net)
      loadWeights(built, weights)
      await write(`keras ${file}`, built).catch((e: unknown) => {
        expect((e as Error).message).toMatch(/ONNX has no (masks|layers of your own)/)
      })
      built.dispose()
    })
  })
})

/** The smallest of each family, on images that are as small as it takes. */
const FAMILIES = {
  convNeXtTiny: 64,
  denseNet121: 64,
  efficientNetB0: 64,
  efficientNetV2B0: 64,
  inceptionResNetV2: 75,
  inceptionV3: 75,
  mobileNet: 64,
  mobileNetV2: 64,
  mobileNetV3Small: 64,
  nasNetMobile: 64,
  resNet50: 64,
  resNet50V2: 64,
  vgg16: 32,
  xception: 71,
} as const

// hundreds of megabytes, for which somebody must ask
if (folder !== null)
  describe('on wasm', () => {
    beforeAll(async () => {
      await startBackend({ require: 'wasm' })
    })
    const families = Object.entries(FAMILIES) as [keyof typeof FAMILIES, number][]
    it.each(families)('%s', async (name, size) => {
      await leavesNothing(async () => {
        const make = architectures[name] as (options: object) => any
        const built = toModel(make({ inputShape: [size, size, 3], classes: 10 }), { seed: 1 })
        await write(`zoo ${name}`, built)
        built.dispose()
      })
    })
    it.each(realModels)('$name', async ({ name, handler }) => {
      await leavesNothing(async () => {
        const model = await loadModel(handler())
        const { net, weights } = fromModel(model)
        const built = toModel(net)
        loadWeights(built, weights)
        await write(`real ${name}`, built, { size: 24, examples: 1 })
        built.dispose()
        model.dispose()
      })
    })
  })
