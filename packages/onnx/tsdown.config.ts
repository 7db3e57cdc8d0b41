import { packageConfig } from '../../scripts/lib/tsdown.mjs'

const config = packageConfig(import.meta.url)

export default {
  ...config,
  // It is an ES module alone, which CommonJS cannot load on every Node.js; it is data, and small.
  deps: { onlyBundle: ['onnx-buf'] },
  // it has no exports, only main fields
  inputOptions: { ...config.inputOptions, resolve: { mainFields: ['module', 'main'] } },
}
