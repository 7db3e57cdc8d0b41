/**
 * Loss and accuracy during training as a picture: faint lines for single steps, strong lines for
 * their running mean.
 */
import { percent, type TrainingStep } from '@layersmith/example-shared'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

/** At this width, more points cannot be told apart and only make the file larger. */
const mostPoints = 400

export async function drawTrainingCurve(
  steps: readonly TrainingStep[],
  testAccuracy: number,
): Promise<string> {
  const view = new vega.View(vega.parse(compile(trainingCurveSpec(steps, testAccuracy)).spec), {
    renderer: 'none',
  })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** The picture in Vega-Lite's language. */
function trainingCurveSpec(steps: readonly TrainingStep[], testAccuracy: number): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: `LeNet on MNIST: ${percent(testAccuracy)} of the test digits right`,
    data: { values: withRunningMean(steps) },
    hconcat: [
      panel('loss', 'Loss', '#c05621', []),
      panel('accuracy', 'Accuracy', '#2b6cb0', [
        {
          data: { values: [{}] },
          mark: { type: 'rule', strokeDash: [6, 4], color: '#2f855a' },
          encoding: { y: { datum: testAccuracy } },
        },
        {
          data: { values: [{}] },
          mark: { type: 'text', align: 'right', baseline: 'top', dx: -6, dy: 30, color: '#2f855a' },
          encoding: {
            x: { value: 'width' },
            y: { datum: testAccuracy },
            text: { value: `test ${percent(testAccuracy)}` },
          },
        },
      ]),
    ],
  }
}

type Layers = Extract<TopLevelSpec, { layer: unknown }>['layer']

function panel(field: 'loss' | 'accuracy', title: string, color: string, extra: Layers) {
  const x = { field: 'examples', type: 'quantitative' as const, title: 'Images seen' }
  const y = { type: 'quantitative' as const, title, scale: { zero: field === 'loss' } }
  const lines: Layers = [
    { mark: { type: 'line', opacity: 0.25, color }, encoding: { x, y: { ...y, field } } },
    {
      mark: { type: 'line', strokeWidth: 2, color },
      encoding: { x, y: { ...y, field: `${field}Mean` } },
    },
  ]
  return { width: 360, height: 240, layer: [...lines, ...extra] }
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
    const around = groups.slice(Math.max(0, index - 5), index + 6)
    return {
      ...group,
      lossMean: mean(around.map((step) => step.loss)),
      accuracyMean: mean(around.map((step) => step.accuracy)),
    }
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
