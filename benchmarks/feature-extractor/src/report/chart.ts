/**
 * Results as one picture: what a layersmith model costs compared with the hand-written one, and how
 * fast it is on each device.
 */
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import type { Result } from './result.js'
import { cellName } from './words.js'

export const drawResults = async (results: readonly Result[]): Promise<string> => {
  const view = new vega.View(vega.parse(compile(specOf(results)).spec), { renderer: 'none' })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** One row of the picture. */
export interface Point {
  readonly cell: string
  /** "wasm", "webgpu (GPU)", "webgpu (software)" */
  readonly backend: string
  readonly ratio: number
  readonly low: number
  readonly high: number
  readonly gflops: number | null
}

const labels = { cpu: '', gpu: ' (GPU)', 'software-gpu': ' (software)' } as const

export const pointsOf = (results: readonly Result[]): readonly Point[] =>
  results.flatMap(({ environment: { backend }, measurements }) =>
    measurements.map((measurement) => {
      const {
        toReference: {
          ratio,
          interval: [low, high],
        },
        gflops,
      } = measurement.forms.layersmith
      return {
        cell: cellName(measurement),
        backend: backend.backend + labels[backend.device],
        ratio,
        low,
        high,
        gflops,
      }
    }),
  )

/** The picture in Vega-Lite's language. */
const specOf = (results: readonly Result[]): TopLevelSpec => {
  const points = pointsOf(results)
  const cells = [...new Set(points.map(({ cell }) => cell))]
  const y = { field: 'cell', type: 'nominal' as const, sort: cells, title: null }
  const backends = [...new Set(points.map(({ backend }) => backend))]
  const color = { field: 'backend', type: 'nominal' as const, title: 'backend', sort: backends }
  const yOffset = { field: 'backend', sort: backends }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    data: { values: [...points] },
    hconcat: [
      {
        title: 'Time, layersmith / hand-written layer (95 % interval)',
        width: 360,
        height: { step: 16 },
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
              x: {
                field: 'low',
                type: 'quantitative',
                title: 'ratio (less is better)',
                scale: { zero: false },
              },
              x2: { field: 'high' },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 40, opacity: 1 },
            encoding: { y, yOffset, color, x: { field: 'ratio', type: 'quantitative' } },
          },
        ],
      },
      {
        title: 'Speed of the layersmith models',
        width: 360,
        height: { step: 16 },
        transform: [{ filter: 'datum.gflops !== null' }],
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: {
          y,
          yOffset,
          color,
          x: {
            field: 'gflops',
            type: 'quantitative',
            title: 'GFLOP/s (more is better)',
            scale: { type: 'log' },
          },
        },
      },
    ],
  }
}
