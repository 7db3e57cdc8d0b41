// The whole public surface of @layersmith/keras.
export type { Source } from './base/source.js'
export type { Numbers } from './hdf5/values.js'
export { type FromKeras, readKeras } from './read/read-keras.js'
export type { SavedOptimizer } from './read/optimizer.js'
export type { Note, Report } from './read/report.js'
export { loadKerasWeights } from './load/load-keras-weights.js'
export { type BuiltNet, type WriteOptions, writeKeras } from './write/write-keras.js'
