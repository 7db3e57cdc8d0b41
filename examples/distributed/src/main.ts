import { fileURLToPath } from 'node:url'

import { runExample } from '@layersmith/example-shared'

import { parseOptions, usage } from './job/options.js'
import { runDistributed } from './steps/run-job.js'

// src/ and dist/ are at the same depth, so this works from both.
await runExample({
  usage,
  parse: parseOptions,
  run: runDistributed,
  home: fileURLToPath(new URL('..', import.meta.url)),
})
