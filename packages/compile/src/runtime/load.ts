// A compiled net from its file, without TensorFlow.js.
import { type FileLimits, decodeFile } from './file.js'
import type { Contents, Named, SavedProgram } from './head.js'
import { Machine, type Program } from './machine.js'

/** Numbers with the shape of their tensor, the batch first. */
export interface Numbers {
  readonly data: ArrayLike<number>
  readonly shape: readonly number[]
}
/** A batch: its numbers one after another, with their shape where the net leaves sizes open. */
export type LoadedInput = ArrayLike<number> | Numbers

/** What a loaded net returns: the numbers of its output, or those of each output by name. */
export type LoadedOutput = Float32Array | Readonly<Record<string, Float32Array>>

/** An input or output, without the batch; null for a size that is open. */
export type LoadedValue = Named

/** A compiled net from its file. */
export interface Loaded {
  /**
   * The output for a batch of any size: one image after another, channels last. It computes before
   * it returns, so calls never overlap.
   * @throws Error that names what it expected and what it got, when the batch does not fit
   */
  (x: LoadedInput | Readonly<Record<string, LoadedInput>>): LoadedOutput
  /** The values of the taps that the net was compiled with, by name. */
  features(
    x: LoadedInput | Readonly<Record<string, LoadedInput>>,
  ): Readonly<Record<string, Float32Array>>
  readonly inputs: readonly LoadedValue[]
  readonly outputs: readonly LoadedValue[]
  readonly taps: readonly LoadedValue[]
  /** Frees its memory. A second call does nothing. */
  dispose(): void
}

/** What a file may ask for; it is refused if it asks for more. */
export interface LoadOptions {
  /** Bytes of memory; 1 GiB by default. */
  memory?: number | undefined
  /** Loop iterations per image, each up to a few nanoseconds; 2⁴⁰ by default. */
  work?: number | undefined
}

const LIMITS: FileLimits = { memory: 2 ** 30, work: 2 ** 40 }

/**
 * Loads a compiled net from the bytes that `saveCompiled` made. It needs neither TensorFlow.js nor
 * the rest of layersmith, so it runs on pages of a few kilobytes, and in workers.
 *
 * A file may come from a stranger: it is checked before anything runs, its program has its own
 * memory, can only compute, and stops after the number of steps that the file declares.
 * @throws TypeError for anything but bytes
 * @throws Error for a file that was cut off, altered or made by another version, or asks for more
 *   than the options allow
 * @example
 * import { input, toModel } from 'layersmith'
 * import { compile, saveCompiled } from '@layersmith/compile'
 * import { loadCompiled } from '@layersmith/compile/runtime'
 * const compiled = await compile(toModel(input([8]).dense(3)), { engine: 'wasm' })
 * const run = await loadCompiled(saveCompiled(compiled)) // on a page, the bytes that fetch gave
 * run(new Float32Array(2 * 8)).length // 6
 */
export const loadCompiled = async (
  bytes: ArrayBuffer | Uint8Array,
  { memory = LIMITS.memory, work = LIMITS.work }: LoadOptions = {},
): Promise<Loaded> => {
  if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer))
    throw new TypeError('loadCompiled: needs the bytes of a file, as an ArrayBuffer or Uint8Array')
  const file = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)
  const contents = decodeFile(file, { memory, work })
  const machine = await Machine.start()
  machine.setWeights(contents.weights)
  return loaded(contents, machine)
}

interface Ready extends Program {
  readonly work: number
}

const loaded = ({ head, words }: Contents, machine: Machine): Loaded => {
  const { inputs, outputs, taps } = head
  let at = 0
  const ready = (program: SavedProgram): Ready => {
    const own = words.subarray(at, (at += program.words))
    return { ...program, words: own }
  }
  const [programs, features] = [head.programs.map(ready), head.features.map(ready)]
  let running: Machine | undefined = machine
  const compute = (where: string, among: readonly Ready[], x: unknown): readonly Float32Array[] => {
    if (running === undefined) throw new Error(`${where}: the compiled net is disposed`)
    const given = inputs.map((input) => numbersOf(where, input, valueOf(x, input, inputs.length)))
    const images = given[0]?.images ?? 0
    const sizes = given.map(({ shape }) => shape)
    const program = among.find(
      (one) => String(one.inputs.map(({ shape }) => shape)) === String(sizes),
    )
    if (given.some((one) => one.images !== images))
      throw new Error(`${where}: the inputs have batches of different sizes`)
    if (program === undefined)
      throw new Error(
        `${where}: the file has no program for ${sizes.map(shown).join(', ')}; run the compiled ` +
          'net on such a batch before saveCompiled',
      )
    const data = given.map((one) => one.data)
    return running.run(program, data, images, program.work)
  }
  const named = (
    values: readonly Named[],
    made: readonly Float32Array[],
  ): Readonly<Record<string, Float32Array>> =>
    Object.fromEntries(made.map((data, i) => [values[i]?.name ?? '', data]))
  const run = (x: unknown): LoadedOutput => {
    const made = compute('run', programs, x)
    const [first] = made
    return outputs[0]?.name === null && first !== undefined ? first : named(outputs, made)
  }
  return Object.assign(run, {
    features: (x: unknown) => named(taps, compute('features', features, x)),
    inputs,
    outputs,
    taps,
    dispose: () => {
      running = undefined
    },
  })
}

/** The value for an input; an only input needs no name. */
const valueOf = (x: unknown, { name }: Named, count: number): unknown =>
  count === 1 && isInput(x) ? x : isRecord(x) ? x[name ?? ''] : undefined

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null
const isList = (x: unknown): x is ArrayLike<number> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))
const isInput = (x: unknown): x is LoadedInput =>
  isList(x) || (isRecord(x) && isList(x['data']) && isList(x['shape']))

const shown = (shape: readonly (number | null)[]): string =>
  shape.map((size) => size ?? '?').join('x')

interface Read {
  readonly data: Float32Array
  readonly images: number
  readonly shape: readonly number[]
}

const numbersOf = (where: string, { name, shape }: Named, given: unknown): Read => {
  const wanted = `${name === null ? '' : `${name}: `}expected numbers of ${shown(shape)}`
  if (!isInput(given)) throw new TypeError(`${where}: ${wanted}, got ${typeof given}`)
  const data = 'data' in given ? given.data : given
  const sizes = 'data' in given ? given.shape.slice(1) : shape
  const fits =
    sizes.length === shape.length &&
    sizes.every((size, i) => size !== null && size === (shape[i] ?? size))
  if (!fits)
    throw new Error(
      'data' in given
        ? `${where}: ${wanted}, got a batch of ${shown(given.shape)}`
        : `${where}: ${wanted}, whose open sizes need { data, shape }`,
    )
  const known = sizes as readonly number[] // none is null, as was just checked
  const each = known.reduce((product, size) => product * size, 1)
  const images = data.length / each
  if (!Number.isInteger(images) || images === 0)
    throw new Error(`${where}: ${wanted} for each example, got ${data.length} numbers`)
  return {
    data: data instanceof Float32Array ? data : Float32Array.from(data),
    images,
    shape: known,
  }
}
