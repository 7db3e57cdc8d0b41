import { packageConfig } from '../../scripts/lib/tsdown.mjs'

export default {
  ...packageConfig(import.meta.url),
  // the second one needs neither TensorFlow.js nor the rest of layersmith
  entry: ['src/index.ts', 'src/runtime/index.ts'],
}
