import { KernelsError } from '../base/kernels-error.js'
import { builds, type Build } from '../module/build.js'
import type { ThreadsOption } from '../threads/threads-option.js'

/** Options of `installKernels`. */
export interface InstallOptions {
  /**
   * Threads to compute on, 1 to 32; more than one needs a backend that was started with threads.
   * `'auto'` measures how many are worthwhile. Default: keep what is running, else `'auto'`.
   */
  readonly threads?: ThreadsOption | undefined
  /**
   * `relaxed` multiplies and adds in one instruction, which rounds as the processor does;
   * `baseline` rounds twice, with the same results on every processor. Default: keep what is
   * running, else `relaxed` where the engine supports it.
   */
  readonly build?: Build | undefined
  /**
   * Whether 3x3 convolutions keep to kernels that round as well as the direct one: errors of up to
   * 2e-6 of the largest value instead of 2e-5, at some two thirds of the speed. Default: keep what
   * is running, else `false`.
   */
  readonly exact?: boolean | undefined
}

const optionNames = ['threads', 'build', 'exact'] satisfies (keyof InstallOptions)[]

/** Refuses invalid options from callers that the compiler does not check. */
export const checkOptions = (options: InstallOptions): void => {
  // Only untyped callers can pass anything else.
  const given = options as unknown
  if (typeof given !== 'object' || given === null)
    throw new KernelsError(
      'options',
      `the options must be an object, got ${String(given)}`,
      'Leave them out for the defaults',
    )
  const unknown = Object.keys(options).find((name) => !optionNames.some((known) => known === name))
  if (unknown !== undefined)
    throw new KernelsError(
      'options',
      `'${unknown}' is not an option`,
      `The options are ${optionNames.slice(0, -1).join(', ')} and ${String(optionNames.at(-1))}`,
    )
  const { build, exact } = options
  if (build !== undefined && !builds.includes(build))
    throw new KernelsError(
      'options',
      `build must be one of ${builds.join(', ')}, got '${String(build)}'`,
      'Leave it out for the best one',
    )
  if (exact !== undefined && typeof exact !== 'boolean')
    throw new KernelsError(
      'options',
      `exact must be true or false, got ${JSON.stringify(exact)}`,
      'Leave it out for the fastest kernels',
    )
}
