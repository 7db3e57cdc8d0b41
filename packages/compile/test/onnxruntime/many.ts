// Many nets in sessions of a real ONNX Runtime against predict: nets of all kinds, generated nets,
// and on the native runtime the zoo and models that others trained. It gets the folder in which npm
// has installed the runtime, and its name: many.ts <folder> <package>.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import path from 'node:path'
import { startBackend } from '@layersmith/backends'
import { type OnnxRuntime, type OnnxRuntimeOptions, compile } from '@layersmith/compile'
import { type AnyNet, plan } from '@layersmith/core'
import { loadModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { type Comparison, difference, differenceOf } from '../support/compare.js'
import { families } from '../support/families.js'
import { SETTINGS, generated, predicts } from '../support/generated-nets.js'
import { TOKENS, nets as netsOfKinds, realModels } from '../support/nets.js'

const [app = '', name = ''] = process.argv.slice(2)
const isNative = name === 'onnxruntime-node'

/** Of the largest number. */
const MOST = 1e-5
/** Of generated nets, as many as these must be computed. */
const WANTED = { convolutions: 100, any: 100 } as const

const optionsOf = (): OnnxRuntimeOptions<readonly never[]> => {
  // what both packages export
  const runtime = createRequire(path.join(app, 'package.json'))(name) as OnnxRuntime & {
    env: { wasm: { numThreads: number } }
  }
  if (isNative)
    return {
      engine: 'onnxruntime',
      runtime,
      providers: ['cpu'],
      session: { intraOpNumThreads: 1 },
    }
  // its threads would be the processes of a page
  runtime.env.wasm.numThreads = 1
  return { engine: 'onnxruntime', runtime }
}
const session = optionsOf()

/** What was found, for the line at the end. */
const found = { computed: 0, largest: 0, refused: new Map<string, number>() }

/** Whether a net that was refused has a position of that path and kind, which ONNX lacks. */
const refusedByPath = (net: AnyNet, error: unknown): void => {
  const [, place = '', kind = '', what = ''] =
    /(\S+) \((\w+)\): (ONNX has no [^;]*)/.exec(String(error)) ?? []
  const named = plan(net).positions.some((one) => one.path === place && one.kind === kind)
  if (!named) throw error
  found.refused.set(what, (found.refused.get(what) ?? 0) + 1)
}

/** Compares a net with predict; false if it was refused. */
const agrees = async (
  title: string,
  net: AnyNet,
  seed: number,
  settings: Comparison,
): Promise<boolean> => {
  const before = tf.memory().numTensors
  try {
    const far = await difference(net, seed, { ...settings, session })
    assert(far < MOST, `${title}: ${far} from predict, and at most ${MOST} was expected`)
    found.computed++
    found.largest = Math.max(found.largest, far)
    return true
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error
    refusedByPath(net, error)
    return false
  } finally {
    assert.equal(tf.memory().numTensors, before, `${title} leaves tensors`)
  }
}

const kinds = async (): Promise<void> => {
  for (const [kind, makers] of Object.entries(netsOfKinds))
    for (const [i, make] of makers.entries()) {
      const tokens = (TOKENS as readonly string[]).includes(kind) ? 4 : 0
      const isComputed = await agrees(`${kind} ${i + 1}`, make() as AnyNet, i + 1, { tokens })
      // masks alone are refused
      assert.equal(isComputed, !/^(masking|embedding 2)/.test(`${kind} ${i + 1}`), kind)
    }
}

const ofRecipes = async (which: keyof typeof generated): Promise<void> => {
  const seed = Number(process.env['FC_SEED'] ?? 1)
  let computed = 0
  for (const net of fc.sample(generated[which], { seed, numRuns: 8 * WANTED[which] })) {
    if (computed === WANTED[which]) break
    if (predicts(net) && (await agrees(`${which} ${computed}`, net, computed, SETTINGS))) computed++
  }
  assert.equal(computed, WANTED[which], 'most nets are refused, or cannot be built')
}

const zoo = async (): Promise<void> => {
  for (const [family, make] of Object.entries(families))
    assert(await agrees(family, make(), 1, { size: 1, trained: true }), `${family} is refused`)
}

const trainedByOthers = async (): Promise<void> => {
  for (const { name: title, handler } of realModels) {
    const model = await loadModel(handler())
    const sizes = (model.inputs[0]?.shape.slice(1) ?? []).map((size) => size ?? 24)
    const x = tf.randomUniform([1, ...sizes], 0, 1, 'float32', 1)
    const run = await compile(model, session)
    const [y, wanted] = [await run(x), model.predict(x)]
    const far = differenceOf(y, wanted)
    assert(far < MOST, `${title}: ${far} from predict, and at most ${MOST} was expected`)
    found.computed++
    found.largest = Math.max(found.largest, far)
    tf.dispose([x, y, wanted])
    await run.dispose()
    model.dispose()
  }
}

await startBackend({ require: 'wasm' })
await kinds()
await ofRecipes('convolutions')
await ofRecipes('any')
if (isNative) {
  await zoo()
  await trainedByOthers()
}
console.log(
  `${name} computes ${found.computed} compiled nets as predict does, with a difference of at most ` +
    `${found.largest.toExponential(1)}; refused: ` +
    [...found.refused].map(([what, times]) => `${times} times, ${what}`).join('; '),
)
