// Weights in ONNX's order.
import type { Graph } from './graph.js'
import type { Weight } from './use.js'

type Numbers = Float32Array<ArrayBuffer>

/** The numbers of a tensor with its axes in another order. */
export const transposed = (
  values: Numbers,
  shape: readonly number[],
  order: readonly number[],
): Numbers => {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1))
  const sizes = order.map((axis) => shape[axis] ?? 1)
  const steps = order.map((axis) => strides[axis] ?? 1)
  const result = new Float32Array(values.length)
  const place = sizes.map(() => 0)
  let from = 0
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] ?? 0
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const [size = 1, step = 1] = [sizes[axis], steps[axis]]
      place[axis] = (place[axis] ?? 0) + 1
      from += step
      if ((place[axis] ?? 0) < size) break
      from -= step * size
      place[axis] = 0
    }
  }
  return result
}

/** A weight as it is, reshaped if it needs more axes. */
export const asIs = (graph: Graph, weight: Weight, dims = weight.shape): string =>
  graph.weight(weight.name, `as [${dims.join()}]`, dims, weight.values)

/** A weight that is reshaped, then transposed. */
export const reordered = (
  graph: Graph,
  weight: Weight,
  seen: readonly number[],
  order: readonly number[],
  dims: readonly number[] = order.map((axis) => seen[axis] ?? 1),
): string =>
  graph.weight(weight.name, `of [${seen.join()}] by [${order.join()}]`, dims, async () =>
    transposed(await weight.values(), seen, order),
  )

/** Numbers computed from weights. */
export const computed = (
  graph: Graph,
  name: string,
  dims: readonly number[],
  from: readonly Weight[],
  compute: (...values: readonly Numbers[]) => Numbers,
): string =>
  graph.weight(
    name,
    `of ${from.map((weight) => weight.name).join()} as [${dims.join()}]`,
    dims,
    async () => compute(...(await Promise.all(from.map(({ values }) => values())))),
  )
