// The contestants that files bring to a benchmark: nets and models of all formats, functions and
// classes from modules (which only a benchmark takes), and the results of other programs.
import path from 'node:path'
import type { Contestant } from '@layersmith/bench'
import type * as tf from '@tensorflow/tfjs'
import { Failure } from '../base/failure.js'
import { parseJson, readText } from '../base/read-file.js'
import { type Engine, compiledFor, loadedFrom, onlyInput, outputsOf } from '../formats/compiled.js'
import { importModule, moduleFile } from '../formats/module.js'
import { open } from '../formats/open.js'

/** The longest name that @layersmith/bench takes. */
const LONGEST = 60
/** A file of another program's results holds few numbers. */
const MOST_MB = 64

export interface ContestantsOfFiles {
  readonly contestants: Readonly<Record<string, Contestant>>
  dispose(): void
}

/** The name of a contestant; contestants with the same name get numbers. */
const nameOf = (file: string, taken: readonly string[]): string => {
  const base = path
    .basename(path.resolve(file))
    .replace(/\.\w+$/, '')
    // oxlint-disable-next-line no-control-regex -- these are what it looks for
    .replace(/[\u0000-\u001f\u007f]/g, '?')
    .trim()
    .slice(0, LONGEST - 4)
  const isTaken = (name: string): boolean =>
    taken.some((other) => other.toLowerCase() === name.toLowerCase())
  let name = base === '' ? '?' : base
  for (let n = 2; isTaken(name); n++) name = `${base} ${n}`
  return name
}

type LayerClass = new (args: object) => tf.layers.Layer

/** The default export of a module, if it is a class of layers or a function that makes one. */
const makerIn = async (file: string): Promise<Contestant | null> => {
  const { default: made } = await importModule(file)
  if (typeof made !== 'function') return null
  const { layers } = await import('@tensorflow/tfjs')
  if (made.prototype instanceof layers.Layer) {
    const Layer = made as LayerClass // its prototype says so
    return () => new Layer({})
  }
  return made as Contestant // the benchmark finds out whether it makes something
}

/** What another program measured, if this is such a file. */
const timingsIn = async (file: string): Promise<Contestant | null> => {
  const json = parseJson(await readText(file, MOST_MB), file)
  const isTimings = typeof json === 'object' && json !== null && 'program' in json
  return isTimings ? (json as Contestant) : null // the benchmark checks it
}

const readAlone = async (file: string): Promise<Contestant | null> => {
  if (moduleFile.matches(file, false)) return makerIn(file)
  const isJson = path.extname(file) === '.json' && path.basename(file) !== 'model.json'
  return isJson ? timingsIn(file) : null
}

/** The address of a module that exports the contestants of these files. */
export const addressFor = (...asked: Parameters<typeof contestantsOf>): URL => {
  const address = new URL('./module.js', import.meta.url)
  address.searchParams.set('asked', JSON.stringify(asked))
  return address
}

/** A file that `convert` compiled, as a function of a batch. */
const programIn = async (file: string): Promise<Contestant | null> => {
  // reports what is wrong with the file now
  const first = await loadedFrom(file)
  if (first === null) return null
  first.dispose()
  return async () => {
    const run = (await loadedFrom(file)) ?? first // it is still such a file
    const { tensor } = await import('@tensorflow/tfjs')
    onlyInput(run.inputs, 'bench of a compiled net')
    const program = (x: tf.Tensor): tf.Tensor | Readonly<Record<string, tf.Tensor>> => {
      const outputs = outputsOf(tensor, run, x)
      const [[, y] = []] = outputs
      return outputs.length === 1 && y !== undefined ? y : Object.fromEntries(outputs)
    }
    return Object.assign(program, { dispose: () => run.dispose() })
  }
}

/**
 * Opens files as contestants, in their order.
 * @param engine also compiles the first file, whose weights the others get, for this engine
 */
export const contestantsOf = async (
  files: readonly string[],
  engine: Engine | null = null,
): Promise<ContestantsOfFiles> => {
  const found: [name: string, contestant: Contestant][] = []
  const ends: (() => void)[] = []
  const dispose = (): void => {
    for (const end of ends) end()
  }
  try {
    for (const file of files) {
      const name = nameOf(
        file,
        found.map(([taken]) => taken),
      )
      const alone = (await readAlone(file)) ?? (await programIn(file))
      const isCompiled = engine !== null && found.length === 0
      if (alone !== null && isCompiled)
        throw new Failure('--engine compiles the first file, which must be a net or a model', 2)
      if (alone !== null) {
        found.push([name, alone])
        continue
      }
      const opened = await open(file, { name: undefined })
      ends.push(() => opened.dispose())
      if (isCompiled) {
        const built = opened.built()
        found.push([name, built.model], [`${name} ${engine}`, () => compiledFor(built, engine)])
      } else found.push([name, opened.hasWeights ? opened.model() : opened.net()])
    }
    return { contestants: Object.fromEntries(found), dispose }
  } catch (e) {
    dispose()
    throw e
  }
}
