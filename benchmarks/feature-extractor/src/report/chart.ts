/**
 * Results as one picture: what a layersmith model costs compared with the hand-written one, and how
 * fast it is on each device.
 */
import { backendLabel, type ChartPoint, drawChart } from '@layersmith/bench'
import type { Result } from './result.js'
import { cellName } from './words.js'

export const drawResults = (results: readonly Result[]): Promise<string> =>
  drawChart({
    points: pointsOf(results),
    series: 'backend',
    ratios: 'Time, layersmith / hand-written layer (95 % interval)',
    speeds: 'Speed of the layersmith models',
  })

export const pointsOf = (results: readonly Result[]): readonly ChartPoint[] =>
  results.flatMap(({ environment: { backend }, measurements }) =>
    measurements.map((measurement) => {
      const { toReference, gflops } = measurement.forms.layersmith
      const [low, high] = toReference.interval
      return {
        cell: cellName(measurement),
        series: backendLabel(backend),
        ratio: { value: toReference.ratio, low, high },
        gflops,
      }
    }),
  )
