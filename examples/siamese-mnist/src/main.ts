import { fileURLToPath } from 'node:url'

import { runExample } from '@layersmith/example-shared'

import { parseOptions, usage } from './options.js'
import { runSiamese } from './run-job.js'

// src/ and dist/ lie equally deep in the example's folder.
await runExample({
  usage,
  parse: parseOptions,
  run: runSiamese,
  home: fileURLToPath(new URL('..', import.meta.url)),
})
