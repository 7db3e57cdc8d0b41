// The layer classes whose options are known here.
import { kinds } from '@layersmith/core'

/** Whether TensorFlow.js itself has a layer class of that name; cells and containers are none. */
export const isStock = (className: unknown): boolean => {
  stock ??= new Set(kinds().flatMap(({ classes }) => classes))
  return stock.has(className)
}
let stock: ReadonlySet<unknown> | undefined
