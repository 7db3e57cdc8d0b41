import {
  type AnyBlock,
  type Plan,
  type PlanOptions,
  type Problem,
  check,
  render,
} from '@layersmith/core'

/** What a call throws; fails if it throws nothing. */
export const errorOf = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** The problems of a net; fails if it has none. */
export const problemsOf = (net: unknown, options?: PlanOptions): readonly Problem[] => {
  const checked = check(net as AnyBlock, options) // tests bring loose and forced blocks
  if (checked._tag === 'Right') throw new Error('this net has no problems')
  return checked.left
}
/** Path and sentence of each problem, without its place. */
export const saysOf = (net: unknown, options?: PlanOptions): readonly string[] =>
  problemsOf(net, options).map((p) => render({ ...p, where: null }))

/** The plan of a net; fails if it has none. */
export const planned = (net: unknown, options?: PlanOptions): Plan => {
  const checked = check(net as AnyBlock, options) // tests bring loose and forced blocks
  if (checked._tag === 'Left') throw new Error(checked.left.map(render).join('\n'))
  return checked.right
}
