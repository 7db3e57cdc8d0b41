import { MathBackendWebGL, version } from '@tensorflow/tfjs'
import { device_util } from '@tensorflow/tfjs-core'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Start } from '../base/backend-contract.js'
import { nodeJsVersion } from '../base/node-js.js'
import { refusing } from '../base/refusal.js'
import { isSoftware } from '../start/adapter-info.js'
import { noThreads } from '../start/requested-threads.js'
import { activate } from '../verify/activate.js'
import { isInstanceOf } from '../verify/target.js'

/**
 * What a browser tells about its renderer: undefined without WebGL, null where it keeps the name to
 * itself.
 */
const rendererHere = (): string | null | undefined => {
  const canvas =
    typeof OffscreenCanvas === 'undefined'
      ? document.createElement('canvas')
      : new OffscreenCanvas(1, 1)
  // Both kinds of canvas have this overload, but their union has none.
  const gl =
    (canvas as OffscreenCanvas).getContext('webgl2') ??
    (canvas as OffscreenCanvas).getContext('webgl')
  if (gl === null) return undefined
  const details = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = details === null ? null : gl.getParameter(details.UNMASKED_RENDERER_WEBGL)
  // Every context counts: browsers allow about sixteen per page.
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return typeof name === 'string' ? name : null
}

/** WebGL, where `renderer` tells what is there. */
export const webgl = (
  inBrowser: () => boolean,
  renderer: () => string | null | undefined,
): Start => {
  const refuse = refusing('webgl')
  return (request) => async () => {
    const threads = noThreads('webgl', request)
    if (isLeft(threads)) return threads
    if (!inBrowser())
      return refuse(
        'platform',
        'looked for a browser',
        'this is not a browser',
        'In Node.js, use webgpu or node-gpu for a GPU',
      )
    const name = renderer()
    if (name === undefined)
      return refuse(
        'device',
        'asked for a WebGL context',
        'the browser offers no WebGL',
        "Turn on the browser's hardware acceleration",
      )
    const software = name !== null && isSoftware(name)
    if (software && !request.named) {
      return refuse(
        'software',
        'asked for a WebGL context',
        `'${name}' is emulated in software`,
        "Turn on the browser's hardware acceleration, " +
          "or name the backend: startBackend({ require: 'webgl' })",
      )
    }
    const active = await activate({
      backend: 'webgl',
      tfName: 'webgl',
      owns: (holder) => isInstanceOf(holder, MathBackendWebGL),
      fix: "Update the GPU's driver or the browser",
    })()
    if (isLeft(active)) return active
    return right({
      backend: 'webgl',
      tfName: 'webgl',
      device: software ? 'software-gpu' : 'gpu',
      deviceName: name,
      threads: null,
      simd: null,
      versions: {
        tfjs: version.tfjs,
        node: nodeJsVersion(),
        backend: version['tfjs-backend-webgl'],
        library: null,
      },
      kernels: [],
    })
  }
}

/** TensorFlow.js's WebGL backend, in browsers. */
export const startWebgl: Start = webgl(() => device_util.isBrowser(), rendererHere)
