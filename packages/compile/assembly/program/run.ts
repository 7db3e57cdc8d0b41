// A compiled net is a list of records that `run` takes one after another. Which kernel has which
// number, and which arguments in which order, is also in src/graph/kernels.ts, which writes them.
import { depthwise } from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise'
// prettier-ignore
import {
  convolvePanels,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/direct-convolution'
import { winograd } from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/winograd'
import { gemm } from '@layersmith/wasm-kernels/assembly/matrices/gemm'
import { activate } from '../kernels/activation'
import { combine } from '../kernels/combine'
import { copy } from '../kernels/copy'
import { enlarge } from '../kernels/enlarge'
import { filters } from '../kernels/filters'
import { normalize } from '../kernels/normalize'
import { largest, means, pool } from '../kernels/pool'
import { scale } from '../kernels/scale'
import { softmax } from '../kernels/softmax'
import { RECORD, f, i, more, size, u } from './record'
import { work } from './work'

/**
 * Runs `count` records on one image. `fuel` is the number of steps that all loops together may
 * take: when it is spent, the program traps, so that even a forged one ends. Returns what is left.
 */
export function run(program: usize, count: i32, fuel: f64): f64 {
  for (let p = program; count > 0; count--, p += RECORD) {
    fuel -= work(p)
    if (!(fuel >= 0)) unreachable()
    step(p)
  }
  return fuel
}

// prettier-ignore
function step(p: usize): void {
  const a = size(p, 0), b = size(p, 1), c = size(p, 2), d = size(p, 3), e = size(p, 4)
  switch (load<i32>(p)) {
    case 0:
      copy(u(p, 0), i(p, 1), i(p, 2), i(p, 3), u(p, 4), i(p, 5), i(p, 6), i(p, 7), a, b, c, d)
      break
    case 1:
      gemm(u(p, 0), i(p, 1), i(p, 2), u(p, 3), d, c, u(p, 4), i(p, 5), i(p, 6), b, a, u(p, 7))
      break
    case 2: {
      const bandRows = more(p, 0)
      convolvePanels(u(p, 0), u(p, 1), u(p, 2), u(p, 3), u(p, 4), 0, bandRows, i(p, 5), i(p, 6),
        more(p, 4), a, b, c, d, more(p, 2), more(p, 3), more(p, 5), more(p, 1), i(p, 7), i(p, 8),
        i(p, 9), 0, i(p, 10), i(p, 11), 0, i(p, 12), i(p, 13), 0, (a + bandRows - 1) / bandRows, 0)
      break
    }
    case 3:
      filters(u(p, 0), i(p, 1), i(p, 2), u(p, 3), u(p, 4), i(p, 5), i(p, 6), a, b, c, d, e,
        i(p, 7), i(p, 8), i(p, 9), i(p, 10), f(p, 11), f(p, 12))
      break
    case 4:
      pool(i(p, 0) !== 0, u(p, 1), i(p, 2), i(p, 3), i(p, 4), i(p, 5), u(p, 6), i(p, 7), i(p, 8),
        a, b, c, d, e, i(p, 9), i(p, 10), i(p, 11), i(p, 12))
      break
    case 5:
      if (i(p, 0) !== 0) means(u(p, 1), i(p, 2), i(p, 3), a, b, u(p, 4), c)
      else largest(u(p, 1), i(p, 2), i(p, 3), a, b, u(p, 4), c, true)
      break
    case 6:
      activate(i(p, 0), u(p, 1), i(p, 2), u(p, 3), i(p, 4), a, b, f(p, 5), f(p, 6))
      break
    case 7:
      softmax(u(p, 0), i(p, 1), i(p, 2), u(p, 3), i(p, 4), i(p, 5), a, b, c)
      break
    case 8:
      combine(i(p, 0), u(p, 1), i(p, 2), i(p, 3), i(p, 4) !== 0, u(p, 5), i(p, 6), i(p, 7),
        i(p, 8) !== 0, u(p, 9), i(p, 10), i(p, 11), a, b, c, f(p, 12), f(p, 13))
      break
    case 9:
      scale(u(p, 0), i(p, 1), i(p, 2), u(p, 3), u(p, 4), i(p, 5), i(p, 6), a, b, c)
      break
    case 10:
      enlarge(u(p, 0), i(p, 1), i(p, 2), a, b, u(p, 3), i(p, 4), i(p, 5), c, d, e)
      break
    case 11:
      normalize(i(p, 0) !== 0, u(p, 1), i(p, 2), i(p, 3), u(p, 4), i(p, 5), u(p, 6), i(p, 7),
        i(p, 8), a, b, c, d, f(p, 9))
      break
    case 12: {
      const tile = e, tiles = ((a + tile - 1) / tile) * ((b + tile - 1) / tile), block = more(p, 0)
      winograd(tile, u(p, 0), u(p, 1), u(p, 2), u(p, 3), u(p, 4), block, 1, i(p, 5), i(p, 6), d,
        0, i(p, 7), i(p, 8), a, b, c, i(p, 9), i(p, 10), 0, i(p, 11), i(p, 12), f(p, 13), f(p, 14),
        0, (tiles + block - 1) / block, 0)
      break
    }
    case 13:
      depthwise(u(p, 0), u(p, 1), u(p, 2), 0, i(p, 3), 0, i(p, 4), a, b, c, i(p, 5), f(p, 6),
        f(p, 7), i(p, 8), i(p, 9), i(p, 10), i(p, 11), u(p, 12), 0, 1)
      break
    default:
      unreachable()
  }
}
