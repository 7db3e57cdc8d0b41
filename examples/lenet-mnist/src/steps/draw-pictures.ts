/** Step 6: the training curve and the architecture as pictures. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Plan } from 'layersmith'

import { drawArchitecture } from '../drawing/architecture.js'
import { drawTrainingCurve } from '../drawing/training-curve.js'
import type { Job } from '../job/job.js'
import type { Trained } from './train-net.js'

export async function drawPictures(
  { terminal, out }: Job,
  plan: Plan,
  trained: Trained,
): Promise<void> {
  await mkdir(out, { recursive: true })
  const pictures = {
    'training-curve.svg': await drawTrainingCurve(trained.steps, trained.accuracy),
    'architecture.svg': await drawArchitecture(plan),
  }
  for (const [name, svg] of Object.entries(pictures)) {
    await writeFile(join(out, name), svg)
    terminal.line(`   ${join(out, name)}`)
  }
}
