// WebGPU itself: the browser's, or Dawn from the npm package `webgpu` in Node.
import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { NodeModules } from '../base/node-js.js'
import { whyNotImported, type importPackage } from '../base/optional-packages.js'
import { refusing, wordsOf, type Refusal } from '../base/refusal.js'

export const dawnPackage = 'webgpu'

/** What a backend's file needs of its environment; tests hand over another one. */
export interface Host {
  readonly node: NodeModules | undefined
  readonly load: typeof importPackage
}

/** A source of adapters. */
export interface Gpu {
  readonly api: GPU
  /** Runs `job` while the API is where TensorFlow.js looks for it. */
  readonly inPlace: <T>(job: () => Promise<T>) => Promise<T>
}

/** What Dawn's package exports. */
interface Dawn {
  readonly create: (options: readonly string[]) => GPU
  readonly globals: Readonly<Record<string, unknown>>
}

/** Node before 21 has no navigator. */
const scope = globalThis as { navigator?: { gpu?: GPU } }

/**
 * Puts an API at `navigator.gpu` for the time of a job. Afterwards the process is as it was before:
 * programs tell by the navigator whether they are in a browser.
 */
const at =
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

/** How to get at WebGPU in an environment: the browser's own, or Dawn in Node. */
export const gpuOf = ({ node, load }: Host) => {
  // Dawn lives as long as this object: it must not be collected while a backend computes with it.
  let dawn: GPU | undefined

  return async (): Promise<Either<Refusal, Gpu>> => {
    const refuse = refusing('webgpu')
    const present = scope.navigator?.gpu
    if (present !== undefined) return right({ api: present, inPlace: (job) => job() })
    if (node === undefined) {
      return refuse(
        'platform',
        'looked for navigator.gpu',
        'there is none',
        'Use a browser with WebGPU, over https or from localhost; in Node, 20.16 or newer',
      )
    }
    if (dawn === undefined) {
      let loaded: Dawn
      try {
        // What the package exports by its own documentation.
        loaded = (await load(dawnPackage)) as Dawn
      } catch (error) {
        return left({ backend: 'webgpu', ...whyNotImported(dawnPackage, error) })
      }
      try {
        dawn = loaded.create([])
      } catch (error) {
        return refuse(
          'initialisation',
          `create([]) of the package ${dawnPackage}`,
          wordsOf(error),
          `Install another version: npm install ${dawnPackage}`,
        )
      }
      // TensorFlow.js's kernels ask for GPUBuffer, GPUBufferUsage and so on.
      for (const [name, value] of Object.entries(loaded.globals)) {
        if (!(name in globalThis))
          Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
      }
    }
    return right({ api: dawn, inPlace: at(dawn) })
  }
}
