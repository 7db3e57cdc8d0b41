import { TestEnvironment } from 'jest-environment-node'

const globals = [
  'Int8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
  'SharedArrayBuffer',
  // whose memories are of these classes
  'WebAssembly',
]

/**
 * Jest runs a test in a VM with typed arrays of its own. Native code and modules that live outside
 * of that VM test for Node's ("A float32 tensor's data must be type of function Float32Array"), so
 * the test gets Node's. Jest does the same for ArrayBuffer and Uint8Array itself.
 */
export default class Environment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    for (const name of globals) this.global[name] = globalThis[name]
  }
}
