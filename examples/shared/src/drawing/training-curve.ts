/**
 * Loss and accuracy during training as a picture: pale lines for single steps, dark lines for their
 * running mean, and the accuracy in the test at the end of each line.
 */
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

import type { TrainingStep } from '../job/train.js'
import { percent } from '../terminal/format.js'

/** The training of one net. */
export interface Curve {
  /** What tells it from other nets in the same picture. */
  readonly name: string
  readonly steps: readonly TrainingStep[]
  readonly testAccuracy: number
}

export interface Drawing {
  readonly title: string
  /** What a step takes, such as images. */
  readonly unit: string
  readonly curves: readonly Curve[]
}

/** At this width, more points cannot be told apart and only make the file larger. */
const mostPoints = 400
/** How many points before and after a point are in its mean. */
const around = 5

const width = 360
const height = 240
const colors = ['#2b6cb0', '#c05621', '#2f855a'] as const
const lines = ['single steps', 'running mean'] as const
/** Closer labels would cover each other, in pixels. */
const labelHeight = 14

export async function drawTrainingCurve(drawing: Drawing): Promise<string> {
  const view = new vega.View(vega.parse(compile(trainingCurveSpec(drawing)).spec), {
    renderer: 'none',
  })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** The picture in Vega-Lite's language. */
function trainingCurveSpec({ title, unit, curves }: Drawing): TopLevelSpec {
  const values = curves.flatMap(({ name, steps }) =>
    withRunningMean(steps).map((point) => ({ ...point, name })),
  )
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    data: { values },
    hconcat: [
      panel('loss', 'Loss', unit, curves, []),
      panel('accuracy', 'Accuracy', unit, curves, testLabels(curves)),
    ],
  }
}

type Layers = Extract<TopLevelSpec, { layer: unknown }>['layer']

function panel(
  field: 'loss' | 'accuracy',
  title: string,
  unit: string,
  curves: readonly Curve[],
  extra: Layers,
) {
  const domain = curves.map(({ name }) => name)
  // both panels have the same, so the picture has it once
  const key = { orient: 'bottom' as const, title: null, symbolSize: 400 }
  const x = { field: 'examples', type: 'quantitative' as const, title: `${unit} seen` }
  const y = {
    type: 'quantitative' as const,
    title,
    // known, so that labels find their lines
    scale: field === 'loss' ? { zero: true } : { domain: [0, 1] },
  }
  const color = {
    field: 'name',
    type: 'nominal' as const,
    scale: { domain, range: colors.slice(0, domain.length) },
    legend: domain.length > 1 ? key : null,
  }
  const opacity = (line: (typeof lines)[number]) => ({
    datum: line,
    type: 'nominal' as const,
    scale: { domain: [...lines], range: [0.3, 1] },
    legend: { ...key, symbolStrokeColor: '#333333' },
  })
  const layer: Layers = [
    {
      mark: { type: 'line' },
      encoding: { x, y: { ...y, field }, color, opacity: opacity('single steps') },
    },
    {
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { x, y: { ...y, field: `${field}Mean` }, color, opacity: opacity('running mean') },
    },
    ...extra,
  ]
  return { width, height, layer }
}

/** The accuracy of each net in the test: a dashed line, and its value right behind the line. */
function testLabels(curves: readonly Curve[]): Layers {
  const labels = apart(curves.map(({ testAccuracy }) => (1 - testAccuracy) * height))
  return curves.flatMap(({ testAccuracy }, index): Layers => {
    const color = colors[index % colors.length] ?? colors[0]
    return [
      {
        data: { values: [{}] },
        mark: { type: 'rule', strokeDash: [6, 4], color },
        encoding: { y: { datum: testAccuracy } },
      },
      {
        data: { values: [{}] },
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6, color },
        encoding: {
          x: { value: width },
          y: { value: labels[index] ?? 0 },
          text: { value: `test ${percent(testAccuracy)}` },
        },
      },
    ]
  })
}

/** The same heights, with so much between them that labels do not cover each other. */
export function apart(heights: readonly number[]): readonly number[] {
  const down = heights.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at)
  const placed: number[] = []
  let last = -Infinity
  for (const { at, index } of down) {
    last = Math.max(at, last + labelHeight)
    placed[index] = last
  }
  return placed
}

interface CurvePoint extends TrainingStep {
  readonly lossMean: number
  readonly accuracyMean: number
}

/**
 * Groups neighboring steps until few enough points are left, and adds the mean of each point and
 * its neighbors.
 */
export function withRunningMean(steps: readonly TrainingStep[]): CurvePoint[] {
  const each = Math.max(1, Math.ceil(steps.length / mostPoints))
  const groups: TrainingStep[] = []
  for (let start = 0; start < steps.length; start += each) {
    const group = steps.slice(start, start + each)
    groups.push({
      examples: group.at(-1)?.examples ?? 0,
      loss: mean(group.map((step) => step.loss)),
      accuracy: mean(group.map((step) => step.accuracy)),
    })
  }
  return groups.map((group, index) => {
    const near = groups.slice(Math.max(0, index - around), index + around + 1)
    return {
      ...group,
      lossMean: mean(near.map((step) => step.loss)),
      accuracyMean: mean(near.map((step) => step.accuracy)),
    }
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
