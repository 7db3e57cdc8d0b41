import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Request } from './backend-contract.js'
import type { BackendFailure } from './backend-error.js'
import { backendNames, type BackendName } from './backend-names.js'

/** Options of `startBackend`. */
export interface StartOptions {
  /**
   * Backends to try before the default order. A GPU emulated in software starts only when named
   * here or in `require`. Default: none.
   */
  readonly prefer?: BackendName | readonly BackendName[] | undefined
  /** The only backend to try: it starts, or the call fails. Default: none. */
  readonly require?: BackendName | undefined
  /**
   * Threads to compute on, at least 1, or `'auto'`. `node` takes any number, fixed by the first
   * start in a process. `wasm` takes up to 32, for the kernels of `@layersmith/wasm-kernels`, from
   * that backend's first start on, in Node.js and in browsers on cross-origin isolated pages;
   * `'auto'` measures how many pay off, and takes 1 where more are impossible. The others refuse
   * more than 1. Default: all cores on `node`, 1 elsewhere, or what `wasm` is already running on.
   */
  readonly threads?: number | 'auto' | undefined
  /**
   * Folder with the `.wasm` files of `@tensorflow/tfjs-backend-wasm`, in a browser their address.
   * No effect once that backend runs. Default: the installed package, or the folder of the running
   * script (a bundle with the files copied next to it).
   */
  readonly wasmDir?: string | undefined
  /**
   * On wasm: whether to train with the SIMD kernels of `@layersmith/wasm-kernels`. Default: true.
   */
  readonly fastKernels?: boolean | undefined
}

/** Options after the check. */
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

/** Checks the options, also for callers whom no compiler checks. */
export const readOptions = (options: StartOptions): Either<BackendFailure, CheckedOptions> => {
  const wrong = (
    option: string,
    expected: string,
    got: string,
    fix: string,
  ): Either<BackendFailure, never> => left({ code: 'options', option, expected, got, fix })

  // The compiler keeps typed callers from this mistake and the next.
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
        'Use names from this list',
      )
  }
  if (require !== undefined && !isBackendName(require)) {
    return wrong(
      'require',
      `one of ${list(backendNames)}`,
      show(require),
      'Use a name from this list',
    )
  }
  if (require !== undefined && preferred.length > 0) {
    return wrong(
      'prefer',
      'left out when require is given',
      list(preferred),
      'require allows one backend, so there is no order to prefer',
    )
  }
  if (threads !== undefined && threads !== 'auto' && !(Number.isInteger(threads) && threads >= 1)) {
    return wrong(
      'threads',
      "a whole number of at least 1, or 'auto'",
      show(threads),
      'Leave it out for the default',
    )
  }
  if (wasmDir !== undefined && typeof wasmDir !== 'string') {
    return wrong('wasmDir', 'a path', show(wasmDir), 'Pass the folder with the .wasm files')
  }
  if (fastKernels !== undefined && typeof fastKernels !== 'boolean') {
    return wrong('fastKernels', 'true or false', show(fastKernels), 'Leave it out for the default')
  }
  return right({ prefer: preferred.filter(isBackendName), require, threads, wasmDir, fastKernels })
}
