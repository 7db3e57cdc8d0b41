import { legible } from '../base/legible.js'
import { chartOf } from './chart.js'
import { type Measured, type Run, panelsOf } from './series.js'

/** The options of `curves`. */
export interface CurvesOptions {
  /** A line above the picture; none by default. */
  readonly title?: string | undefined
  /** What is counted along the bottom; 'Epoch' by default. */
  readonly bottom?: string | undefined
  /**
   * How many values before and after each are in its running mean, which is drawn dark over pale
   * single values; 0, for none, by default.
   */
  readonly mean?: number | undefined
}

/**
 * Draws training curves as SVG: a panel for each measure (loss, accuracy, those of each output), in
 * it a solid line for training and a dashed one for validation, with the last value where each line
 * ends. What is not a finite number leaves a gap.
 * @param history what `built.fit` returns, or a list of runs to compare, or the `History` of
 *   `model.fit`
 * @throws TypeError for anything else, or a history without values
 * @example
 * import { curves } from '@layersmith/draw'
 * const history = { loss: [0.9, 0.5, 0.4], val_loss: [1, 0.7, 0.8] }
 * const svg = await curves(history, { title: 'Overfitting' })
 * svg.includes('validation 0.8') // true
 */
export const curves = async (
  history: Measured | { readonly history: Measured } | readonly Run[],
  { title = '', bottom = 'Epoch', mean = 0 }: CurvesOptions = {},
): Promise<string> => {
  if (!Number.isInteger(mean) || mean < 0)
    throw new TypeError(`curves: mean must be an integer of at least 0, got ${String(mean)}`)
  const panels = panelsOf(runsIn(history), mean).filter(({ lines }) => lines.length > 0)
  if (panels.length === 0) throw new TypeError('curves: the history has no values')
  const { scaleLinear } = await import('d3-scale')
  return chartOf(panels, title, legible(bottom, 60), (domain, range) =>
    scaleLinear([...domain], [...range]),
  )
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

const runsIn = (given: unknown): readonly Run[] => {
  if (Array.isArray(given)) return given.map((run: unknown, i) => runIn(run, `runs[${i}]`))
  if (isRecord(given) && isRecord(given.history)) return [runIn({ ...given, name: '' }, 'history')]
  return [runIn({ name: '', history: given }, 'history')]
}

const runIn = (run: unknown, where: string): Run => {
  const wrong = (needs: string): never => {
    throw new TypeError(`curves: ${where}: needs ${needs}`)
  }
  if (!isRecord(run) || typeof run.name !== 'string' || !isRecord(run.history))
    return wrong('what built.fit returns, or a list of { name, history }')
  const { name, history, at, test } = run
  for (const [key, values] of Object.entries(history))
    if (values !== undefined && !isNumbers(values))
      wrong(`a list of numbers for ${legible(key, 60)}`)
  if (at !== undefined && !isNumbers(at)) wrong('a list of numbers for at')
  if (test !== undefined && !(isRecord(test) && isNumbers(Object.values(test))))
    wrong('a record of numbers for test')
  // checked above
  return { name, history, at, test } as Run
}
const isNumbers = (x: unknown): boolean =>
  Array.isArray(x) && x.every((value) => typeof value === 'number')
