export { runCommand } from './process/command.js'
export { type Environment, environmentOf, fileOf } from './environment/environment.js'
export { type Machine, watchMachine, withoutPaths } from './environment/machine.js'
export { delegate, isWorker, serve } from './process/delegate.js'
export { isBundled, type Provenance, provenanceOf, type Sources } from './environment/provenance.js'
export { type Python, startPython } from './process/python.js'
export { markedPart, table } from './report/markdown.js'
export { NotAResult, readFolder, readJson } from './report/read.js'
export {
  commitOf,
  deviceOf,
  environmentLine,
  milliseconds,
  ratio,
  threadsOf,
} from './report/words.js'
export { pairedRatio, quantile, type Ratio, summarize, type Summary } from './report/statistics.js'
