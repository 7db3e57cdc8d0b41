// The layer classes whose options are known here, with the few of our own.
import { kinds } from '@layersmith/core'

/** Whether a kind makes layers of that class; cells and containers are none. */
export const isStock = (className: unknown): boolean => {
  stock ??= new Set(kinds().flatMap(({ classes }) => classes))
  return stock.has(className)
}
let stock: ReadonlySet<unknown> | undefined
