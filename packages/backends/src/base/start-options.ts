import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Request } from './backend-contract.js'
import { backendNames, type BackendName } from './backend-names.js'
import type { BackendFailure } from './refusal.js'

/** Options of `startBackend`. */
export interface StartOptions {
  /**
   * Backends to try before the default order; a GPU emulated in software starts only when named
   * here or in `require`. Default: none.
   */
  readonly prefer?: BackendName | readonly BackendName[]
  /** The only backend to try: it starts, or the call fails. Default: none. */
  readonly require?: BackendName
  /**
   * Threads to compute on, from 1, or `'auto'`. On `node` any number, from the first start in a
   * process on. On `wasm` up to 32, for the kernels of `@layersmith/wasm-kernels`: in Node, and in
   * browsers on cross-origin isolated pages, from the first start of that backend on; `'auto'`
   * measures how many are worth it, and takes 1 where there can be no more. The others refuse more
   * than 1. Default: all cores on `node`, 1 elsewhere, or what `wasm` runs on already.
   */
  readonly threads?: number | 'auto'
  /**
   * Folder with the `.wasm` files of `@tensorflow/tfjs-backend-wasm`, in a browser their address;
   * without effect once that backend runs. Default: the installed package, or the folder of the
   * running script (a bundle with the files copied beside it).
   */
  readonly wasmDir?: string
  /**
   * On wasm: whether to train with the SIMD kernels of `@layersmith/wasm-kernels`. Default: true.
   */
  readonly fastKernels?: boolean
}

/** Options that were checked. */
export interface CheckedOptions extends Omit<Request, 'named'> {
  readonly prefer: readonly BackendName[]
  readonly require?: BackendName | undefined
}

const optionNames = [
  'prefer',
  'require',
  'threads',
  'wasmDir',
  'fastKernels',
] satisfies (keyof StartOptions)[]

const isBackendName = (value: unknown): value is BackendName =>
  backendNames.some((name) => name === value)

const show = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value))
const list = (names: readonly unknown[]): string => names.map(show).join(', ')

/** Checks the options of callers that the compiler does not check, too. */
export const readOptions = (options: StartOptions): Either<BackendFailure, CheckedOptions> => {
  const wrong = (
    option: string,
    expected: string,
    got: string,
    fix: string,
  ): Either<BackendFailure, never> => left({ code: 'options', option, expected, got, fix })

  // The compiler keeps typed callers from this one and the next.
  const given = options as unknown
  if (typeof given !== 'object' || given === null)
    return wrong('the options', 'an object', show(given), 'Leave them out for the defaults')
  const unknown = Object.keys(options).find((name) => !optionNames.some((known) => known === name))
  if (unknown !== undefined)
    return wrong('an option', `one of ${list(optionNames)}`, show(unknown), 'Check its spelling')

  const { prefer = [], require, threads, wasmDir, fastKernels } = options
  // A list or a single name; Array.isArray does not narrow readonly arrays.
  const preferred = Array.isArray(prefer) ? (prefer as readonly unknown[]) : [prefer]
  for (const name of preferred) {
    if (!isBackendName(name))
      return wrong(
        'prefer',
        `one or more of ${list(backendNames)}`,
        show(name),
        'Name backends as listed',
      )
  }
  if (require !== undefined && !isBackendName(require)) {
    return wrong(
      'require',
      `one of ${list(backendNames)}`,
      show(require),
      'Name a backend as listed',
    )
  }
  if (require !== undefined && preferred.length > 0) {
    return wrong(
      'prefer',
      'left out beside require',
      list(preferred),
      'require allows one backend, so there is no order to prefer',
    )
  }
  if (threads !== undefined && threads !== 'auto' && !(Number.isInteger(threads) && threads >= 1)) {
    return wrong(
      'threads',
      "a whole number from 1 or 'auto'",
      show(threads),
      'Leave it out for the default',
    )
  }
  if (wasmDir !== undefined && typeof wasmDir !== 'string') {
    return wrong('wasmDir', 'a path', show(wasmDir), 'Give the folder of the .wasm files')
  }
  if (fastKernels !== undefined && typeof fastKernels !== 'boolean') {
    return wrong('fastKernels', 'true or false', show(fastKernels), 'Leave it out for the default')
  }
  return right({ prefer: preferred.filter(isBackendName), require, threads, wasmDir, fastKernels })
}
