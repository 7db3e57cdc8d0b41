import { beforeEach, describe, expect, test } from '@jest/globals'
import { engine, getBackend, MathBackendWebGL } from '@tensorflow/tfjs'
import { webgl } from '../src/tfjs-backends/webgl.js'
import { startBackend } from '../src/index.js'
import { named, refusalOf, unnamed } from './support/hosts.js'

beforeEach(async () => {
  await startBackend({ require: 'cpu' })
})

const inBrowser = () => true

describe('is refused and leaves the current backend in use', () => {
  test.each([
    [
      'in Node.js',
      webgl(
        () => false,
        () => 'never asked',
      ),
      named,
      'platform',
      'this is not a browser',
    ],
    ['without a context', webgl(inBrowser, () => undefined), named, 'device', 'offers no WebGL'],
    [
      'on software, unless it was named',
      webgl(inBrowser, () => 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))'),
      unnamed,
      'software',
      'emulated in software',
    ],
    [
      'on several threads',
      webgl(inBrowser, () => null),
      { ...named, threads: 2 },
      'threads',
      'would compute on a GPU',
    ],
    // TensorFlow.js registers it only in browsers.
    [
      'where TensorFlow.js does not know it',
      webgl(inBrowser, () => null),
      named,
      'not-registered',
      'has only',
    ],
    [
      'on software that was named, where TensorFlow.js does not know it',
      webgl(inBrowser, () => 'llvmpipe'),
      named,
      'not-registered',
      'has only',
    ],
  ])('%s', async (_where, start, request, code, got) => {
    expect(await refusalOf(start, request)).toMatchObject({
      backend: 'webgl',
      code,
      got: expect.stringContaining(got),
    })
    expect(getBackend()).toBe('cpu')
    expect(engine().registry['webgl']).toBeUndefined()
  })
})

test("TensorFlow.js exports the class by which WebGL's data is recognized", () => {
  expect(MathBackendWebGL.name).toBe('MathBackendWebGL')
})
