import { packageConfig } from '../../scripts/lib/tsdown.mjs'

export default {
  ...packageConfig(import.meta.url),
  // It is an ES module alone, which CommonJS cannot load on every Node.js; it is data, and small.
  deps: { onlyBundle: ['onnx-buf'] },
}
