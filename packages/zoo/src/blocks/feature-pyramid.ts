import { type AnyValue, type Value, add, block } from '@layersmith/core'

/** The maps of a pyramid: each as large as the one it comes from, with F channels. */
export type Pyramid<V extends readonly AnyValue[], F extends number> = {
  [I in keyof V]: V[I] extends Value<
    readonly [infer A extends number, infer B extends number, number],
    infer H,
    infer T
  >
    ? Value<[A, B, F], H | 'weights', T>
    : never
}

/**
 * A feature pyramid, for graphs: maps of a net, finest first and each half as large as the one
 * before, get equal channels, and the coarse ones are added to the finer ones (Lin et al. 2016,
 * https://arxiv.org/abs/1612.03144). [height, width, channels] to [height, width, filters] for each
 * map.
 * @param maps values of a graph, such as c3, c4 and c5
 * @param filters the channels of every output map
 * @example
 * import { block, graph } from '@layersmith/core'
 * import { basicBlock, featurePyramid } from '@layersmith/zoo'
 * const net = graph([128, 128, 16], (x) => {
 *   const c3 = x.pipe(basicBlock(32, { stride: 2 }))
 *   const c4 = c3.pipe(basicBlock(64, { stride: 2 }))
 *   const [p3, p4] = featurePyramid([c3, c4], 24)
 *   return { p3, p4 }
 * })
 * net.shape // { p3: [64, 64, 24], p4: [32, 32, 24] }
 */
export const featurePyramid = <const V extends readonly AnyValue[], const F extends number>(
  maps: V,
  filters: F,
): Pyramid<V, F> => {
  const made: AnyValue[] = []
  const lateral = block().conv(filters, 1, { kernelInitializer: 'glorotUniform' })
  for (const map of [...maps].reverse()) {
    const [above] = made
    const own: AnyValue = map.pipe(lateral)
    made.unshift(above === undefined ? own : add(own, above.pipe(block().upsample(2))))
  }
  const smooth = block().conv(filters, 3, {
    padding: 'same',
    kernelInitializer: 'glorotUniform',
  })
  // one map for each value, as large and with these channels
  return made.map((map) => map.pipe(smooth)) as AnyValue[] as Pyramid<V, F>
}
