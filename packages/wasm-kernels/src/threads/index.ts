// Threads for other packages of layersmith that compute with modules of their own. It is no public
// interface: it may change with any version.
export { declareShared } from '../module/declare-shared.js'
export { filterGradient, type Sample } from './choose-threads.js'
export { type Kernel, Pool } from './pool.js'
export { Starter, ThreadsError } from './starter.js'
export { isThreads, mostThreads, type ThreadsOption } from './threads-option.js'
