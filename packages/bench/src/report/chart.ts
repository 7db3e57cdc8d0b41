/** Ratios and speeds as one picture. */
import type { TopLevelSpec } from 'vega-lite'
import { type BenchResult, cellName, isTimed } from '../results/result.js'
import { drawLite } from './vega.js'

/** One row of the picture. */
export interface ChartPoint {
  /** What was timed: the row. */
  readonly cell: string
  /** What tells it from others in the row: the color. */
  readonly series: string
  /** With its interval; null if there is nothing to divide by. */
  readonly ratio: { readonly value: number; readonly low: number; readonly high: number } | null
  /** 10⁹ FLOPs per second; null if unknown. */
  readonly gflops: number | null
}

/** A picture of ratios beside speeds. */
export interface Chart {
  /** In the order of the rows. */
  readonly points: readonly ChartPoint[]
  /** What the colors mean. */
  readonly series: string
  /** Above the ratios. */
  readonly ratios: string
  /** Above the speeds. */
  readonly speeds: string
}

/**
 * Draws ratios with their intervals, and beside them speeds.
 * @returns an SVG
 * @example
 * import { drawChart } from '@layersmith/bench'
 * const ratio = { value: 0.9, low: 0.88, high: 0.93 }
 * const svg = await drawChart({
 *   points: [{ cell: 'forward 32', series: 'wasm', ratio, gflops: 20 }],
 *   series: 'backend',
 *   ratios: 'Time, ours / theirs',
 *   speeds: 'Speed of ours',
 * })
 * svg.startsWith('<svg') // true
 */
export const drawChart = (chart: Chart): Promise<string> => drawLite(specOf(chart))

const labels = { cpu: '', gpu: ' (GPU)', 'software-gpu': ' (software)' } as const

/** "wasm", "webgpu (GPU)", "webgpu (software)" */
export const backendLabel = ({
  backend,
  device,
}: {
  readonly backend: string
  readonly device: keyof typeof labels
}): string => backend + labels[device]

/** The picture of a result: a row for each cell of each backend, a color for each contestant. */
export const chartOf = ({ runs, settings: { reference } }: BenchResult): Chart => {
  const several = runs.length > 1
  return {
    points: runs.flatMap(({ environment: { backend }, measurements }) =>
      measurements.flatMap((measurement) =>
        measurement.rows.filter(isTimed).map(({ contestant, ratio, gflops }) => ({
          cell: (several ? `${backendLabel(backend)}: ` : '') + cellName(measurement),
          series: contestant,
          ratio:
            ratio === null || contestant === reference
              ? null
              : { value: ratio.ratio, low: ratio.interval[0], high: ratio.interval[1] },
          gflops,
        })),
      ),
    ),
    series: 'contestant',
    ratios: `Time, divided by that of ${reference} (95 % interval)`,
    speeds: 'Speed',
  }
}

/** The picture in Vega-Lite's language. */
const specOf = ({ points, series, ratios, speeds }: Chart): TopLevelSpec => {
  const cells = [...new Set(points.map(({ cell }) => cell))]
  const names = [...new Set(points.map((point) => point.series))]
  const values = points.map(({ ratio, ...rest }) => ({ ...rest, ...ratio }))
  const y = { field: 'cell', type: 'nominal' as const, sort: cells, title: null }
  const yOffset = { field: 'series', sort: names }
  const color = {
    field: 'series',
    type: 'nominal' as const,
    title: series,
    scale: { domain: names },
  }
  const x = { type: 'quantitative' as const }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    data: { values },
    hconcat: [
      {
        title: ratios,
        width: 360,
        height: { step: 16 },
        transform: [{ filter: 'isValid(datum.value)' }],
        layer: [
          {
            data: { values: [{}] },
            mark: { type: 'rule', strokeDash: [4, 4], color: '#555555' },
            encoding: { x: { datum: 1 } },
          },
          {
            mark: { type: 'rule', strokeWidth: 2 },
            encoding: {
              y,
              yOffset,
              color,
              x: { ...x, field: 'low', title: 'ratio (less is better)', scale: { zero: false } },
              x2: { field: 'high' },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 40, opacity: 1 },
            encoding: { y, yOffset, color, x: { ...x, field: 'value' } },
          },
        ],
      },
      {
        title: speeds,
        width: 360,
        height: { step: 16 },
        transform: [{ filter: 'isValid(datum.gflops)' }],
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: {
          y,
          yOffset,
          color,
          x: {
            ...x,
            field: 'gflops',
            title: 'GFLOP/s (more is better)',
            scale: { type: 'log' },
          },
        },
      },
    ],
  }
}
