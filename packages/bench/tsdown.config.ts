import { nodePackageConfig } from '../../scripts/lib/tsdown.mjs'

export default {
  ...nodePackageConfig(import.meta.url),
  // the program of a backend's process is a file of its own
  entry: ['src/index.ts', 'src/process/worker.ts'],
}
