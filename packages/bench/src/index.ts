// The whole public surface of @layersmith/bench.
export { type Random, seededRandom, shuffled } from './base/random.js'
export { beforeSignals } from './base/signals.js'
export { reasonOf } from './base/sentences.js'
export type {
  AnyBuilt,
  Batch,
  Contestant,
  Contestants,
  Made,
  Maker,
  Outputs,
  Program,
} from './contestants/contestant.js'
export type { Environment } from './environment/environment.js'
export { type Machine, watchMachine } from './environment/machine.js'
export { type Provenance, provenanceOf, type Sources } from './environment/provenance.js'
export { watchEnvironment } from './environment/watch.js'
export { type Ceiling, type Ceilings, measureCeilings } from './measure/ceilings.js'
export {
  interleave,
  type Interleaved,
  type Job,
  type Limits,
  warmUp,
} from './measure/interleave.js'
export { leastTime, passes } from './measure/least-time.js'
export { bench } from './process/bench.js'
export { profile, type ProfileOptions } from './profile/profile.js'
export { Profile } from './profile/report.js'
export type { PositionProfile, ProfileMode, ProfileResult, TimedPass } from './profile/result.js'
export { backendLabel, type Chart, type ChartPoint, drawChart } from './report/chart.js'
export { loadReport, Report } from './report/report.js'
/** How to write the numbers and names in results. */
export * as words from './report/words.js'
export type {
  BenchResult,
  Cell,
  ContestantFacts,
  Failed,
  Measurement,
  Memory,
  Mode,
  NoRun,
  Row,
  Run,
  Settings,
  Timed,
  Timings,
  TimingsRow,
} from './results/result.js'
export { readTimings, timingsSchema } from './results/schema.js'
export type { BenchEvent } from './run/events.js'
export type { BenchOptions } from './run/options.js'
export {
  pairedRatio,
  quantile,
  type Ratio,
  summarize,
  type Summary,
} from './statistics/statistics.js'
