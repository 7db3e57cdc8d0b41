export { runCommand } from './command.js'
export { type Environment, environmentOf, fileOf } from './environment.js'
export { type Machine, watchMachine, withoutPaths } from './machine.js'
export { delegate, isWorker, serve } from './process.js'
export { isBundled, type Provenance, provenanceOf, type Sources } from './provenance.js'
export { type Python, startPython } from './python.js'
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
export { pairedRatio, quantile, type Ratio, summarize, type Summary } from './statistics.js'
