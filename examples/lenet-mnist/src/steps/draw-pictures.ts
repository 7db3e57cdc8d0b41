/** Step 6: the training curve and the architecture as pictures. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { drawTrainingCurve, percent } from '@layersmith/example-shared'
import { draw } from '@layersmith/draw'
import type { Plan } from 'layersmith'

import type { Job } from '../job/job.js'
import type { Trained } from './train-net.js'

export async function drawPictures(
  { terminal, out }: Job,
  plan: Plan,
  trained: Trained,
): Promise<void> {
  const { steps, accuracy } = trained
  await mkdir(out, { recursive: true })
  const pictures = {
    'training-curve.svg': await drawTrainingCurve({
      title: `LeNet on MNIST: ${percent(accuracy)} of the test digits right`,
      unit: 'Images',
      curves: [{ name: 'LeNet', steps, testAccuracy: accuracy }],
    }),
    'architecture.svg': await draw(plan, { format: 'svg', title: 'LeNet' }),
  }
  for (const [name, svg] of Object.entries(pictures)) {
    await writeFile(join(out, name), svg)
    terminal.line(`   ${join(out, name)}`)
  }
}
