export {
  type CommonOptions,
  commonFlags,
  commonUsage,
  fraction,
  optional,
  readCommon,
  readFlags,
  UsageError,
  wholeNumber,
} from './job/command-line.js'
export { batchOf, batchRange, firstDigits } from './data/batches.js'
export { classes, imageSize } from './data/idx.js'
export { imagesOf, pixelsOf } from './data/images.js'
export type { Digits } from './data/mnist.js'
export { seededRandom, shuffledIndices } from './data/random.js'
export { type Curve, type Drawing, drawTrainingCurve } from './drawing/training-curve.js'
export { accuracyOf, scoresFor } from './job/evaluate.js'
export { Interrupted, pause } from './job/interrupt.js'
export { type Job, JobFailure, runJob, type Step } from './job/run-job.js'
export { runExample } from './job/run-example.js'
export { grouped, indented, percent, table } from './terminal/format.js'
export { progressView, type Progress } from './terminal/progress.js'
export type { Terminal } from './terminal/terminal.js'
export {
  type Batch,
  type Stepper,
  train,
  trainInStages,
  type TrainingHooks,
  type TrainingStep,
} from './job/train.js'
