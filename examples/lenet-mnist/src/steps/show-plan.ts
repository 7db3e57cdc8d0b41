/** Step 2: what layersmith decides before anything is built. */
import { indented } from '@layersmith/example-shared'
import { plan, summary, type Plan } from 'layersmith'

import type { Job } from '../job/job.js'
import { lenet } from '../nets/lenet.js'

export function showPlan({ terminal }: Job): void {
  terminal.line(indented(summary(lenet)))
  terminal.line()
  for (const text of sharingLines(plan(lenet))) {
    terminal.line(`   ${text}`)
  }
}

/** Which positions have their own layer, and which share one. */
export function sharingLines({ instances }: Plan): readonly string[] {
  const fresh = instances.filter((instance) => instance.positions.length === 1)
  const shared = instances.filter((instance) => instance.positions.length > 1)
  return [
    `layers of their own: ${fresh.flatMap((instance) => instance.positions).join(', ')}`,
    ...shared.map(
      ({ kind, held, positions }) =>
        `one layer for:       ${positions.join(', ')}  (a ${kind} holds ${held})`,
    ),
  ]
}
