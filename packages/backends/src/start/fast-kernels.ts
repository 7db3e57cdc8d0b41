import { installKernels, KernelsError, uninstallKernels } from '@layersmith/wasm-kernels'
import { right, type Either } from 'fp-ts/lib/Either.js'
import type { Request, Running } from '../base/backend-contract.js'
import { refusing, type Refusal } from '../base/refusal.js'
import { areWasmKernelsRegistered, registerWasmKernels } from '../kernels/register.js'
import { leaveThreadsOut } from './requested-threads.js'

/** What a running wasm backend says about its threads and its fast kernels. */
export type Computing = Required<Pick<Running, 'threads' | 'threadsBecause' | 'fastKernels'>>

/**
 * Registers our kernels and switches those of @layersmith/wasm-kernels on in front of them, or off.
 * Ours do what the fast ones cannot.
 *
 * @param because why threads run as they do, if that is already known
 * @returns a refusal where it cannot be as many threads as asked
 */
export const useFastKernels = async (
  { fastKernels = true, threads }: Pick<Request, 'fastKernels' | 'threads'>,
  because: string | undefined,
): Promise<Either<Refusal, Computing>> => {
  // The fast kernels go in front, even where somebody installed them before.
  if (!fastKernels || !areWasmKernelsRegistered()) await uninstallKernels()
  registerWasmKernels()
  const alone = (reason: string): Either<Refusal, Computing> =>
    right({
      threads: 1,
      threadsBecause: because ?? reason,
      fastKernels: { on: false, build: null, because: reason },
    })
  if (!fastKernels) return alone('startBackend was called with fastKernels: false')
  try {
    const off = await installKernels(threads === undefined ? {} : { threads })
    return right({
      threads: off.threads,
      threadsBecause: because ?? off.threadsBecause,
      fastKernels: { on: true, build: off.build, because: null },
    })
  } catch (error) {
    if (!(error instanceof KernelsError)) throw error
    if (typeof threads === 'number' && threads > 1)
      return refusing('wasm')(
        'threads',
        `asked for ${threads} threads`,
        error.message,
        leaveThreadsOut,
      )
    if (error.code !== 'threads' || threads === 1) return alone(error.message)
    // Workers do not start, but one thread gives the same results.
    return useFastKernels({ threads: 1 }, error.message)
  }
}
