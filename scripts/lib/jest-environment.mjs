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
  // its memories are made of these classes
  'WebAssembly',
]

/**
 * Jest runs each test in a VM, which has typed arrays of its own. Native code and modules outside
 * the VM check for Node's ("A float32 tensor's data must be type of function Float32Array"), so
 * this gives the test Node's. Jest itself does the same for ArrayBuffer and Uint8Array.
 */
export default class Environment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    for (const name of globals) this.global[name] = globalThis[name]
  }
}
