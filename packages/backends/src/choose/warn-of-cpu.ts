import { renderRefusal } from '../base/backend-error.js'
import type { StartedBackend } from './first-that-starts.js'

/** Says on the console why nothing faster runs, if only cpu does. */
export const warnOfCpu = ({ backend, refused }: StartedBackend): void => {
  if (backend !== 'cpu') return
  // The others do not exist here.
  const possible = refused.filter(({ code }) => code !== 'platform')
  console.warn(
    [
      "startBackend: only TensorFlow.js's cpu backend runs, which takes hundreds of times as long.",
      ...possible.map(renderRefusal),
      "  To use cpu without this warning, pass { require: 'cpu' }.",
    ].join('\n'),
  )
}
