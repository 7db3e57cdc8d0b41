// The whole public surface of @layersmith/compile/runtime, which needs no other package.
export {
  type LoadOptions,
  type Loaded,
  type LoadedInput,
  type LoadedOutput,
  type LoadedValue,
  type Numbers,
  loadCompiled,
} from './load.js'
