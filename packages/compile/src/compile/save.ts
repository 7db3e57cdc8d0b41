// A compiled net as a file.
import type { Plan, PlannedTap } from '@layersmith/core'
import type { Engine, Program } from '../engines/engine.js'
import { encodeFile } from '../runtime/file.js'
import { kindOf } from './given.js'
import type { SavedProgram } from '../runtime/head.js'

/** The parts of a compiled net that its file needs. */
export interface Made {
  readonly engine: Engine
  readonly plan: Plan
  readonly taps: readonly PlannedTap[]
  readonly outputs: Program
  readonly features: Program
}

/** The parts of each compiled net that is not disposed. */
const made = new WeakMap<object, Made>()

export const remember = (run: object, of: Made): void => void made.set(run, of)
export const forget = (run: object): void => void made.delete(run)

/**
 * A compiled net as the bytes of one file, which `loadCompiled` of `@layersmith/compile/runtime`
 * runs without TensorFlow.js, in pages and workers too. Equal nets give equal bytes.
 *
 * Where a net leaves sizes open, the file has programs for the sizes that it was run on.
 * @param run what `compile` made with the engine 'wasm'
 * @throws TypeError for anything else, and for a net that is disposed
 * @throws Error for a net of open sizes that was not run yet
 * @example
 * import { input, toModel } from 'layersmith'
 * import { compile, saveCompiled } from '@layersmith/compile'
 * import { loadCompiled } from '@layersmith/compile/runtime'
 * const built = toModel(input([8]).dense(3), { seed: 1 })
 * const bytes = saveCompiled(await compile(built, { engine: 'wasm' }))
 * const run = await loadCompiled(bytes)
 * run(new Float32Array(8)) // three numbers
 */
export const saveCompiled = (run: object): Uint8Array<ArrayBuffer> => {
  const found = typeof run === 'function' ? made.get(run) : undefined
  if (found === undefined)
    throw new TypeError(
      `saveCompiled: needs what compile made, before it is disposed of, got ${kindOf(run)}`,
    )
  const { engine, plan, taps, outputs, features } = found
  if (engine.save === undefined)
    throw new TypeError(
      "saveCompiled: only the engine 'wasm' runs without TensorFlow.js; compile the net with " +
        "{ engine: 'wasm' }",
    )
  const { weights, programs } = engine.save(taps.length === 0 ? [outputs] : [outputs, features])
  const [main = [], others = []] = programs
  if (main.length === 0)
    throw new Error(
      'saveCompiled: the net leaves sizes open, and the file has programs for those that it has ' +
        'seen; run it once on a batch of the sizes that it is to take',
    )
  const all = [...main, ...others]
  const words = new Int32Array(all.reduce((sum, one) => sum + one.words.length, 0))
  let at = 0
  for (const one of all) {
    words.set(one.words, at)
    at += one.words.length
  }
  const saved = (one: (typeof all)[number]): SavedProgram => ({ ...one, words: one.words.length })
  return encodeFile({
    head: {
      inputs: plan.inputs.map(({ name, shape }) => ({ name, shape })),
      outputs: plan.outputs.map(({ name, shape }) => ({ name, shape })),
      taps: taps.map(({ name, shape }) => ({ name, shape })),
      programs: main.map(saved),
      features: others.map(saved),
    },
    words,
    weights,
  })
}
