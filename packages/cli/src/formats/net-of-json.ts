import type { AnyNet } from 'layersmith'
import { Failure } from '../base/failure.js'
import type { Layersmith } from './format.js'

const MOST = 10

/** The net that some JSON describes. */
export const netOfJson = (
  { fromJSON, render }: Layersmith,
  json: unknown,
  file: string,
): AnyNet => {
  const read = fromJSON(json)
  // a block without an input is refused by its plan
  if (read._tag === 'Right') return read.right as AnyNet
  const lines = read.left.slice(0, MOST).map(render)
  const more = read.left.length > MOST ? [`… and ${read.left.length - MOST} more`] : []
  throw new Failure(`${file} is not a net: ${[...lines, ...more].join('\n  ')}`)
}
