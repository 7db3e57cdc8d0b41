/**
 * The benchmark on one backend, in a separate process: a backend that crashes takes nothing else
 * down, and no backend inherits memory or compiled code from another.
 */
import { measureCeilings, watchEnvironment } from '@layersmith/bench'
import { BackendError, startBackend, type BackendName } from '@layersmith/backends'
import { cellsOf, measureNet, type NetResult, NotEqual } from './measure.js'
import { nets } from './nets/index.js'
import type { Options } from './options.js'
import { showProgress } from './progress.js'
import { provenance } from './provenance.js'
import type { Result } from './report/result.js'
import { measureTorch } from './torch.js'

export interface Assignment {
  readonly backend: BackendName
  readonly options: Options
}

/**
 * What a worker answers; `refused` is not a failure unless the backend was requested by name.
 */
export type Answer =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }

/** @param tell receives the results after each net: whoever measures may have no time for all */
export const work = async (
  { backend, options }: Assignment,
  tell: (soFar: Answer) => void,
): Promise<Answer> => {
  try {
    const running = await startBackend({ require: backend })
    if (running.device === 'software-gpu' && options.backends?.includes(backend) !== true) {
      return {
        kind: 'refused',
        reason:
          `'${running.deviceName}' is emulated in software; ` +
          `name it to time it anyway: --backend ${backend}`,
      }
    }
    const chosen = nets.filter(({ name }) => options.nets.includes(name))
    const cells = chosen.flatMap((net) => cellsOf(net, options))
    const progress = showProgress(running, cells)
    const environment = watchEnvironment(running, provenance)
    try {
      const ceilings = await measureCeilings()
      progress.ceilings(ceilings)
      const measured: NetResult[] = []
      const { nets: names, batches, seconds, seed } = options
      const resultWith = (torch: Result['torch']): Answer => ({
        kind: 'result',
        result: {
          benchmark: 'feature-extractor',
          format: 1,
          environment: environment(),
          settings: { seconds, seed, nets: names, batches },
          ceilings,
          nets: measured.map(({ facts }) => facts),
          measurements: measured.flatMap((net) => net.measurements),
          leftOut: measured.flatMap((net) => net.leftOut),
          torch,
        },
      })
      for (const net of chosen) {
        measured.push(await measureNet(net, options, ceilings, progress.watch(net)))
        tell(resultWith('the run ended before PyTorch had its turn'))
      }
      const measurements = measured.flatMap((net) => net.measurements)
      return resultWith(
        options.python === null
          ? 'left out by --python none'
          : await measureTorch(options.python, measurements, seconds, running, progress.line),
      )
    } finally {
      progress.stop()
    }
  } catch (error) {
    if (error instanceof BackendError) {
      const { failure } = error
      return {
        kind: 'refused',
        reason:
          failure.code === 'none-started'
            ? failure.refusals.map(({ got, fix }) => `${got}. ${fix}`).join('; ')
            : error.message,
      }
    }
    if (error instanceof NotEqual) return { kind: 'failed', reason: error.message }
    throw error
  }
}
