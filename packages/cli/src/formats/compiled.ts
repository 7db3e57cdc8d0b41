// Compiled nets, by @layersmith/compile. They are only written: no layers are left in them.
import type { Loaded } from '@layersmith/compile/runtime'
import type * as tf from '@tensorflow/tfjs'
import type { AnySig, Built } from 'layersmith'
import { Failure, messageOf } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { readBytes } from '../base/read-file.js'
import { writeText } from '../base/write-file.js'
import type { BuiltNet, Format } from './format.js'

const PACKAGE = '@layersmith/compile'
/** The most that Node.js reads at once. */
const MOST_MB = 2047

const isCompiled = (file: string): boolean => file.endsWith('.compiled')

export const compiled: Format = {
  name: 'compiled',
  files: 'a .compiled file, which runs without TensorFlow.js',
  keepsWeights: true,
  matches: (file, isFolder) => !isFolder && isCompiled(file),
  whyNotRead: 'a compiled net no longer has layers; predict and bench take it',

  write: async (opened, file, force) => {
    if (!isCompiled(file))
      throw new Failure(`cannot write ${file}: name a file that ends with .compiled`, 2)
    const { saveCompiled } = await optional(PACKAGE, () => import('@layersmith/compile'))
    const built = opened.built()
    if (built.plan.inputs.some(({ shape }) => shape.includes(null)))
      throw new Failure(
        `cannot write ${file}: the net leaves sizes open, and a compiled file is for known ones; ` +
          'give its input sizes',
      )
    const run = await compiledFor(built, 'wasm')
    try {
      await writeText(file, force, saveCompiled(run))
    } finally {
      run.dispose()
    }
  },
}

/** The synchronous engines of @layersmith/compile. */
export const engines = ['auto', 'wasm', 'tfjs'] as const
export type Engine = (typeof engines)[number]

/** Compiles a net. */
export const compiledFor = async (built: BuiltNet, engine: Engine) => {
  const { compile } = await optional(PACKAGE, () => import('@layersmith/compile'))
  try {
    // toModel made it from a net of some signature
    return await compile(built as Built<AnySig>, { engine })
  } catch (e) {
    const [first = '', ...more] = messageOf(e)
      .replace(/^compile: /, '')
      .split('\n')
    const said = more.map((one) => one.replace('; use the engine tfjs', '')).join('; ')
    throw new Failure(`cannot compile the net: ${first} ${said}`.trimEnd())
  }
}

/** The compiled net in a file, if it is one. */
export const loadedFrom = async (file: string): Promise<Loaded | null> => {
  if (!isCompiled(file)) return null
  const { loadCompiled } = await optional(PACKAGE, () => import('@layersmith/compile/runtime'))
  const bytes = await readBytes(file, MOST_MB)
  try {
    return await loadCompiled(bytes)
  } catch (e) {
    throw new Failure(`cannot use ${file}: ${messageOf(e).replace(/^loadCompiled: /, '')}`)
  }
}

/** The outputs of a compiled net with one input for a batch: new tensors by name. */
export const outputsOf = (
  tensor: typeof tf.tensor,
  run: Loaded,
  x: tf.Tensor,
): readonly (readonly [name: string, y: tf.Tensor])[] => {
  const made = run({ data: x.dataSync(), shape: x.shape })
  return run.outputs.map(({ name, shape }) => {
    const values = made instanceof Float32Array ? made : (made[name ?? ''] ?? [])
    // never null, since convert refuses nets with open sizes
    const sizes = [x.shape[0] ?? 1, ...shape.map((size) => size ?? 1)]
    return [name ?? 'output', tensor(values, sizes)]
  })
}

/** The only input of a model or a compiled net. */
export const onlyInput = <T>(inputs: readonly T[], command: string): T => {
  const [first, ...others] = inputs
  if (first === undefined || others.length > 0)
    throw new Failure(`the model has ${inputs.length} inputs; ${command} is for one`)
  return first
}
