// Options of Keras that TensorFlow.js's classes do not read and need not.
/** By name: the values that change nothing; an empty list accepts any value. */
const HARMLESS: Readonly<Record<string, readonly unknown[]>> = {
  // what a run is made of, not what it computes
  autocast: [],
  dtype: [],
  implementation: [],
  seed: [],
  synchronized: [],
  useCudnn: [],
  // other ways to give the shape of the input
  batchInputShape: [],
  batchSize: [],
  inputDim: [],
  inputDtype: [],
  inputLength: [],
  inputShape: [],
  optional: [],
  // details of an option that is off
  fillMode: [],
  fillValue: [],
  renormMomentum: [],
  // what the layer is told elsewhere, or writes only with a mend
  customObjects: [],
  depthMultiplier: [],
  name: [],
  trainable: [],
  // Keras's defaults
  dataFormat: ['channelsLast'],
}

/** Whether an option changes nothing: off, empty, or in the list. */
export const isHarmless = (name: string, value: unknown): boolean => {
  if (value === null || value === undefined || value === false) return true
  if (typeof value === 'object' && Object.keys(value).length === 0) return true
  const accepted = Object.hasOwn(HARMLESS, name) ? HARMLESS[name] : undefined
  return accepted !== undefined && (accepted.length === 0 || accepted.includes(value))
}

/** Whether an option is not given, or needs no rule on any axis. */
export const isIdle = (value: unknown, idle: readonly unknown[] = []): boolean =>
  value === undefined || value === null || [value].flat().every((one) => idle.includes(one))
