import asyncHooks from 'node:async_hooks'
import vm from 'node:vm'
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

/** Makes contexts whose global object is a plain one. Returns a function that ends this. */
function plainContexts() {
  const { createContext } = vm
  vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY)
  return () => {
    vm.createContext = createContext
  }
}

/** Collects the storages made from now on. Returns a function that ends this and disables them. */
function keepStorages() {
  // a plain property in Node 20, a getter from 22 on
  const property = Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage')
  const { AsyncLocalStorage } = asyncHooks
  const made = []
  class Kept extends AsyncLocalStorage {
    constructor(...args) {
      super(...args)
      made.push(this)
    }
  }
  Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value: Kept, configurable: true })
  return () => {
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', property)
    for (const storage of made) storage.disable()
  }
}

/**
 * Jest runs each test in a VM, which has typed arrays of its own. Native code and modules outside
 * the VM check for Node's ("A float32 tensor's data must be type of function Float32Array"), so
 * this gives the test Node's. Jest itself does the same for ArrayBuffer and Uint8Array.
 *
 * Jest puts a proxy in front of the VM's global object. Every `Math.max` then calls into it, which
 * takes longer than most loops' own work, so the context here does without.
 *
 * Jest makes an AsyncLocalStorage for each test file and never disables it. In Node 20 every new
 * promise is then told the stores of all files so far, so the tests take longer file by file.
 */
export default class Environment extends TestEnvironment {
  constructor(config, context) {
    const end = plainContexts()
    try {
      super(config, context)
    } finally {
      end()
    }
    for (const name of globals) this.global[name] = globalThis[name]
    this.endStorages = keepStorages()
  }

  async teardown() {
    this.endStorages()
    await super.teardown()
  }
}
