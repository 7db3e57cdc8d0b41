import { packageConfig } from '../../scripts/lib/tsdown.mjs'

export default {
  ...packageConfig(import.meta.url),
  // the second one is for other packages of layersmith
  entry: ['src/index.ts', 'src/threads/index.ts'],
}
