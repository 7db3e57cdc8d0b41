/**
 * Loss and accuracy during training as a picture: pale lines for single steps, dark lines for their
 * running mean, and the accuracy in the test at the end of each line.
 */
import { curves } from '@layersmith/draw'

import type { TrainingStep } from '../job/train.js'

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

/** How many steps before and after one are in its mean. */
const mean = 5

export function drawTrainingCurve({ title, unit, curves: nets }: Drawing): Promise<string> {
  const runs = nets.map(({ name, steps, testAccuracy }) => ({
    name,
    at: steps.map(({ examples }) => examples),
    history: {
      loss: steps.map(({ loss }) => loss),
      accuracy: steps.map(({ accuracy }) => accuracy),
    },
    test: { accuracy: testAccuracy },
  }))
  return curves(runs, { title, bottom: `${unit} seen`, mean })
}
