// Pools in wasm programs.
import { type View, pool, poolAll } from '../../graph/kernels.js'
import type { WasmForm } from '../../graph/wasm.js'
import type { PoolKind } from '../parameters.js'
import type { Window } from '../window.js'
import { afterWindows, extentOf } from './extent.js'

export const poolingForm = (kind: PoolKind, window: Window): WasmForm => ({
  shape: ([x = []]) => afterWindows(window, x, x.at(-1) ?? 1),
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    const [[top], [left]] = extentOf(window, [x.rows, x.columns, x.channels]).margins
    place.call(pool(kind, x, place.output, window.size, window.stride, [top, left]))
    return 'pool'
  },
})

export const globalPoolingForm = (kind: PoolKind, keepsAxes: boolean): WasmForm => ({
  shape: ([x = []]) =>
    keepsAxes ? x.map((size, i) => (i === x.length - 1 ? size : 1)) : x.slice(-1),
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    place.call(poolAll(kind, x, place.output))
    return 'pool'
  },
})
