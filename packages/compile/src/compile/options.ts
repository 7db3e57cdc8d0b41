// The options of `compile`.
import { type Plan, type PlannedTap, nearest } from '@layersmith/core'
import { type EngineName, engines } from '../engines/all.js'

/** The options of `compile`; `N` are the names of taps. */
export interface CompileOptions<N extends readonly string[]> {
  /**
   * What computes: 'tfjs' calls TensorFlow.js, on whatever backend runs; 'wasm' runs kernels of its
   * own, and refuses what it has none for. 'auto', the default, takes 'tfjs'.
   */
  engine?: 'auto' | EngineName | undefined
  /**
   * Keeps the engine 'wasm' to kernels that round as plain loops do, which are slower for 3x3
   * convolutions; false by default.
   */
  exact?: boolean | undefined
  /** The taps that `features` gives; none by default. Their values are computed as they are. */
  taps?: N | undefined
}

/** The options as they were read. */
interface Read {
  readonly engine: 'auto' | EngineName
  readonly exact: boolean
  /** In the order of their names. */
  readonly taps: readonly PlannedTap[]
}

const KNOWN = ['engine', 'exact', 'taps']

const words = (x: unknown): string => JSON.stringify(x) ?? typeof x

/** Checks the options, for callers without types. */
export const readOptions = (options: unknown, plan: Plan): Read => {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`compile: the options must be an object, got ${words(options)}`)
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`compile: expected the options ${KNOWN.join(', ')}, got ${unknown}`)
  const given = options as Readonly<Record<string, unknown>> // an object
  const { engine = 'auto', exact = false, taps = [] } = given
  if (!isEngine(engine))
    throw new TypeError(
      `compile: engine must be one of auto, ${Object.keys(engines).join(', ')}, ` +
        `got ${words(engine)}`,
    )
  if (typeof exact !== 'boolean')
    throw new TypeError(`compile: exact must be true or false, got ${words(exact)}`)
  if (!Array.isArray(taps))
    throw new TypeError(`compile: taps must be a list of names, got ${words(taps)}`)
  return { engine, exact, taps: tapsOf(taps, plan) }
}

const isEngine = (x: unknown): x is Read['engine'] =>
  x === 'auto' || (typeof x === 'string' && Object.hasOwn(engines, x))

const tapsOf = (asked: readonly unknown[], plan: Plan): readonly PlannedTap[] => {
  const names = plan.taps.map(({ name }) => name)
  return asked.map((name, i) => {
    const tap = plan.taps.find((one) => one.name === name)
    if (tap !== undefined && asked.indexOf(name) === i) return tap
    const meant = typeof name === 'string' ? nearest(name, names) : undefined
    throw new TypeError(
      tap !== undefined
        ? `compile: the tap ${tap.name} is named twice; name it once`
        : `compile: there is no tap ${words(name)}; the taps are ${names.join(', ') || 'none'}` +
            (meant === undefined ? '' : `; did you mean ${meant}?`),
    )
  })
}
