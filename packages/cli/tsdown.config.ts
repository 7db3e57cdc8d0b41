import { binConfig } from '../../scripts/lib/tsdown.mjs'

export default {
  ...binConfig(import.meta.url),
  // the processes of @layersmith/bench import the module of the contestants
  entry: ['src/main.ts', 'src/contestants/module.ts'],
}
