// From histories to what a chart shows: a panel for each measure, a line for each run and split.

/** Values by the names of TensorFlow.js: `loss`, `acc`, and `val_loss` of validation. */
export type Measured = Readonly<Record<string, readonly number[] | undefined>>

/** One training, where several are in one picture. */
export interface Run {
  /** What tells it from the others. */
  readonly name: string
  /** As `built.fit` gives it. */
  readonly history: Measured
  /** Where each value was measured, along the bottom; 1, 2, 3 and so on by default. */
  readonly at?: readonly number[] | undefined
  /** Measured once, on data of its own: a line across, by the names of the measures. */
  readonly test?: Readonly<Record<string, number>> | undefined
}

export type Split = 'training' | 'validation' | 'test'
export interface Point {
  readonly x: number
  readonly y: number
}
export interface Line {
  /** The place of its run in the list of runs. */
  readonly run: number
  readonly name: string
  readonly split: Split
  readonly points: readonly Point[]
  /** The running mean of the points; null where none is drawn. */
  readonly mean: readonly Point[] | null
}
export interface Panel {
  readonly measure: string
  readonly lines: readonly Line[]
}

/** At the width of a panel, more points cannot be told apart. */
const MOST_POINTS = 400

/** @param around how many points before and after a point are in its mean; 0 for no mean */
export const panelsOf = (runs: readonly Run[], around: number): readonly Panel[] => {
  const measures = new Set(
    runs.flatMap(({ history, test = {} }) =>
      [...Object.keys(history), ...Object.keys(test)].map((key) => key.replace(/^val_/, '')),
    ),
  )
  return [...measures].map((measure) => ({
    measure,
    lines: runs.flatMap(({ name, history, at, test }, run): readonly Line[] => {
      const line = (split: Split, values: readonly number[] | undefined): readonly Line[] => {
        if (values === undefined || values.length === 0) return []
        const points = thinned(values.map((y, i) => ({ x: at?.[i] ?? i + 1, y })))
        const mean = around > 0 ? running(points, around) : null
        return [{ run, name, split, points, mean }]
      }
      const lines = [
        ...line('training', history[measure]),
        ...line('validation', history[`val_${measure}`]),
      ]
      const value = test?.[measure]
      const xs = lines.flatMap(({ points }) => points.map(({ x }) => x))
      const across = [Math.min(...xs), Math.max(...xs)]
      return value === undefined
        ? lines
        : [
            ...lines,
            { run, name, split: 'test', points: across.map((x) => ({ x, y: value })), mean: null },
          ]
    }),
  }))
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Means of neighbors, so that few enough points are left; each stands where its last one was. */
export const thinned = (points: readonly Point[]): readonly Point[] => {
  const each = Math.ceil(points.length / MOST_POINTS)
  if (each < 2) return points
  return Array.from({ length: Math.ceil(points.length / each) }, (_, i) => {
    const group = points.slice(i * each, (i + 1) * each)
    return { x: group.at(-1)?.x ?? 0, y: average(group.map(({ y }) => y)) }
  })
}

export const running = (points: readonly Point[], around: number): readonly Point[] =>
  points.map(({ x }, i) => ({
    x,
    y: average(points.slice(Math.max(0, i - around), i + around + 1).map(({ y }) => y)),
  }))
