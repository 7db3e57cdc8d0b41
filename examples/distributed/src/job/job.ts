import type { Job as AnyJob } from '@layersmith/example-shared'

import type { Options } from './options.js'

export type Job = AnyJob<Options>
