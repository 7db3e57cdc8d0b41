import type { AnyNet } from 'layersmith'
import { Failure } from '../base/failure.js'
import type { Layersmith } from './format.js'

const MOST = 10

/** The net that this JSON describes. */
export const netOfJson = (
  { fromJSON, render }: Layersmith,
  json: unknown,
  file: string,
): AnyNet => {
  const read = fromJSON(json)
  // the plan refuses a block without an input
  if (read._tag === 'Right') return read.right as AnyNet
  const lines = read.left.slice(0, MOST).map(render)
  const more = read.left.length > MOST ? [`… and ${read.left.length - MOST} more`] : []
  throw new Failure(`${file} is not a net: ${[...lines, ...more].join('\n  ')}`)
}
