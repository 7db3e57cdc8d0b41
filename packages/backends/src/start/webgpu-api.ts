// WebGPU itself: the browser's own, or in Node.js Dawn from the npm package `webgpu`.
import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Host } from '../base/host.js'
import { messageOf } from '../base/message-of.js'
import { whyNotImported } from '../base/optional-packages.js'
import { refusing, type Refusal } from '../base/refusal.js'

export const dawnPackage = 'webgpu'

/** A source of adapters. */
export interface WebgpuApi {
  readonly api: GPU
  /** Runs `job` while the API is where TensorFlow.js looks for it. */
  readonly inPlace: <T>(job: () => Promise<T>) => Promise<T>
}

/** The exports of Dawn's package. */
interface Dawn {
  readonly create: (options: readonly string[]) => GPU
  readonly globals: Readonly<Record<string, unknown>>
}

/** Node.js before 21 has no navigator. */
const scope = globalThis as { navigator?: { gpu?: GPU } }

/**
 * Puts an API at `navigator.gpu` for the duration of a job. Afterwards the process is as it was
 * before, because programs tell by the navigator whether they are in a browser.
 */
const withNavigatorGpu =
  (api: GPU) =>
  async <T>(job: () => Promise<T>): Promise<T> => {
    const had = scope.navigator
    if (had === undefined) {
      Object.defineProperty(globalThis, 'navigator', {
        value: { userAgent: 'Node.js', gpu: api },
        configurable: true,
      })
    } else {
      Object.defineProperty(had, 'gpu', { value: api, configurable: true })
    }
    try {
      return await job()
    } finally {
      if (had === undefined) delete scope.navigator
      else delete had.gpu
    }
  }

/** Finds WebGPU in an environment: the browser's own, or Dawn in Node.js. */
export const webgpuIn = ({ nodeJs, load }: Host) => {
  // Dawn must not be collected while a backend computes with it. This variable keeps it alive.
  let dawn: GPU | undefined

  return async (): Promise<Either<Refusal, WebgpuApi>> => {
    const refuse = refusing('webgpu')
    const present = scope.navigator?.gpu
    if (present !== undefined) return right({ api: present, inPlace: (job) => job() })
    if (nodeJs === undefined) {
      return refuse(
        'platform',
        'looked for navigator.gpu',
        'navigator.gpu does not exist here',
        'Use a browser with WebGPU, over https or on localhost; in Node.js, 20.16 or newer',
      )
    }
    if (dawn === undefined) {
      let loaded: Dawn
      try {
        // The exports that the package documents.
        loaded = (await load(dawnPackage)) as Dawn
      } catch (error) {
        return left({ backend: 'webgpu', ...whyNotImported(dawnPackage, error) })
      }
      try {
        dawn = loaded.create([])
      } catch (error) {
        return refuse(
          'initialisation',
          `called create([]) of the package ${dawnPackage}`,
          messageOf(error),
          `Install another version: npm install ${dawnPackage}`,
        )
      }
      // TensorFlow.js's kernels use the globals GPUBuffer, GPUBufferUsage and so on.
      for (const [name, value] of Object.entries(loaded.globals)) {
        if (!(name in globalThis))
          Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
      }
    }
    return right({ api: dawn, inPlace: withNavigatorGpu(dawn) })
  }
}
