// A step is a list of records that `run` executes one after another. The numbers of the kernels are
// also in src/training/program/kernels.ts. Arguments come in the order of the kernel's own, with
// the units at the end.
import { clear } from '@layersmith/wasm-kernels/assembly/base/memory'
// prettier-ignore
import {
  batchNormScales, batchNormTrainGrad,
} from '@layersmith/wasm-kernels/assembly/kernels/batch-norm'
// prettier-ignore
import {
  depthwise, packDepthwise,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise'
// prettier-ignore
import {
  depthwiseFilterGrad, depthwiseInputGrad,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise-gradients'
// prettier-ignore
import {
  convolvePanels,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/direct-convolution'
// prettier-ignore
import {
  fewChannelsInputGrad,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/few-channels'
// prettier-ignore
import {
  convFilterGrad,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/filter-gradient'
import { packFilter } from '@layersmith/wasm-kernels/assembly/kernels/windows/panels'
import { pointwise } from '@layersmith/wasm-kernels/assembly/kernels/windows/pointwise'
import { avgPoolGrad, maxPoolGrad } from '@layersmith/wasm-kernels/assembly/kernels/windows/pooling'
import { winogradFilter } from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/filter'
// prettier-ignore
import {
  winogradFilterGrad, winogradFilterGradEnd,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/filter-gradient'
import { winograd } from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/winograd'
// prettier-ignore
import {
  addToColumns, columnTotals, repeat, squares, sums,
} from '@layersmith/wasm-kernels/assembly/matrices/columns'
import { activate, activateGrad } from '../kernels/activation'
import { spread, spreadGrad } from '../kernels/broadcast'
import { depthwiseTaps } from '../kernels/depthwise'
import { accumulate, copyBlocks, merge, times } from '../kernels/elementwise'
import { groupNorm, groupNormGrad } from '../kernels/group-norm'
import { normalize, normalizeGrad, normalizeSums } from '../kernels/norm'
import { normPool, normPoolGrad, normPoolSums } from '../kernels/norm-pool'
import { maxAllGrad, pool } from '../kernels/pool'
import { softmax, softmaxGrad } from '../kernels/softmax'
import { follow } from '../kernels/statistics'
import { runTrainer } from '../trainer/run'
import { RECORD, f, i, kernel, u, units } from './record'

export function run(program: usize, count: i32): void {
  for (let p = program; count > 0; count--, p += RECORD) share(p, 0, units(p), 0)
}

/** Computes some units of a record. Each of its parts has its own part of the scratch memory. */
// prettier-ignore
export function share(p: usize, from: i32, to: i32, part: i32): void {
  switch (kernel(p)) {
    case 0: clear(u(p, 0), i(p, 1)); break
    case 1: accumulate(u(p, 0), u(p, 1), i(p, 2), from, to); break
    case 2: merge(i(p, 0), u(p, 1), u(p, 2), u(p, 3), i(p, 4), from, to); break
    case 3: times(u(p, 0), f(p, 1), u(p, 2), i(p, 3), from, to); break
    case 4:
      copyBlocks(u(p, 0), i(p, 1), i(p, 2), u(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7), from, to)
      break
    case 5:
      packFilter(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7), i(p, 8),
        i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), f(p, 15), f(p, 16))
      break
    case 6:
      convolvePanels(u(p, 0), u(p, 1), u(p, 2), u(p, 3), u(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), i(p, 15), i(p, 16),
        i(p, 17), i(p, 18), i(p, 19), i(p, 20), i(p, 21), i(p, 22), i(p, 23), i(p, 24), i(p, 25),
        i(p, 26), from, to, part)
      break
    case 7:
      pointwise(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), from, to)
      break
    case 8:
      winogradFilter(i(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8))
      break
    case 9:
      winograd(i(p, 0), u(p, 1), u(p, 2), u(p, 3), u(p, 4), u(p, 5), i(p, 6), i(p, 7), i(p, 8),
        i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), i(p, 15), i(p, 16), i(p, 17),
        i(p, 18), i(p, 19), i(p, 20), i(p, 21), f(p, 22), f(p, 23), from, to, part)
      break
    case 10:
      winogradFilterGrad(u(p, 0), u(p, 1), u(p, 2), u(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), from, to, part)
      break
    case 11:
      winogradFilterGradEnd(u(p, 0), i(p, 1), u(p, 2), u(p, 3), i(p, 4), i(p, 5), from, to, part)
      break
    case 12:
      convFilterGrad(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), i(p, 15), i(p, 16),
        i(p, 17), from, to)
      break
    case 13:
      fewChannelsInputGrad(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), i(p, 15), from, to)
      break
    case 14: packDepthwise(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4)); break
    case 15:
      depthwise(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7), i(p, 8),
        i(p, 9), i(p, 10), f(p, 11), f(p, 12), i(p, 13), i(p, 14), i(p, 15), i(p, 16), u(p, 17),
        from, to)
      break
    case 16:
      depthwiseTaps(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), i(p, 15), i(p, 16),
        from, to)
      break
    case 17:
      depthwiseFilterGrad(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), i(p, 15), i(p, 16),
        i(p, 17), from, to)
      break
    case 18:
      depthwiseInputGrad(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        i(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), i(p, 15), i(p, 16),
        i(p, 17), from, to)
      break
    case 19:
      pool(i(p, 0) !== 0, u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7), i(p, 8),
        i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), from, to)
      break
    case 20:
      maxPoolGrad(u(p, 0), u(p, 1), u(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7), i(p, 8),
        i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), i(p, 14), from, to)
      break
    case 21:
      avgPoolGrad(u(p, 0), u(p, 1), i(p, 2), i(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7), i(p, 8),
        i(p, 9), i(p, 10), i(p, 11), i(p, 12), i(p, 13), from, to)
      break
    case 22: sums(u(p, 0), i(p, 1), i(p, 2), u(p, 3), from, to); break
    case 23: squares(u(p, 0), i(p, 1), i(p, 2), u(p, 3), u(p, 4), from, to); break
    case 24:
      // divides by the whole number, because a factor would be rounded
      columnTotals(u(p, 0), i(p, 1), i(p, 2), (1 as f64) / (i(p, 3) as f64), u(p, 4))
      break
    case 25: repeat(u(p, 0), i(p, 1), u(p, 2)); break
    case 26: addToColumns(u(p, 0), u(p, 1), i(p, 2), i(p, 3), u(p, 4), from, to); break
    case 27: batchNormScales(u(p, 0), u(p, 1), u(p, 2), i(p, 3), f(p, 4) as f64, u(p, 5)); break
    case 28:
      batchNormTrainGrad(u(p, 0), u(p, 1), i(p, 2), u(p, 3), u(p, 4), i(p, 5), i(p, 6),
        f(p, 7) as f64, u(p, 8), u(p, 9), u(p, 10))
      break
    case 29:
      normalize(u(p, 0), i(p, 1), i(p, 2), u(p, 3), f(p, 4), f(p, 5), u(p, 6), from, to)
      break
    case 30:
      normalizeSums(u(p, 0), u(p, 1), i(p, 2), i(p, 3), u(p, 4), f(p, 5), f(p, 6), u(p, 7),
        u(p, 8), from, to)
      break
    case 31:
      normalizeGrad(u(p, 0), u(p, 1), i(p, 2), i(p, 3), u(p, 4), u(p, 5), f(p, 6), f(p, 7),
        u(p, 8), from, to)
      break
    case 32:
      normPool(u(p, 0), i(p, 1), i(p, 2), u(p, 3), f(p, 4), f(p, 5), u(p, 6), from, to)
      break
    case 33:
      normPoolSums(u(p, 0), u(p, 1), i(p, 2), i(p, 3), i(p, 4), u(p, 5), f(p, 6), f(p, 7),
        u(p, 8), u(p, 9), from, to)
      break
    case 34:
      normPoolGrad(u(p, 0), u(p, 1), i(p, 2), i(p, 3), u(p, 4), u(p, 5), f(p, 6), f(p, 7),
        u(p, 8), from, to)
      break
    case 35: follow(u(p, 0), u(p, 1), i(p, 2), f(p, 3)); break
    case 36: activate(i(p, 0), u(p, 1), u(p, 2), i(p, 3), f(p, 4), f(p, 5), from, to); break
    case 37:
      activateGrad(i(p, 0), u(p, 1), u(p, 2), u(p, 3), i(p, 4), f(p, 5), f(p, 6), from, to)
      break
    case 38: softmax(u(p, 0), u(p, 1), i(p, 2), from, to); break
    case 39: softmaxGrad(u(p, 0), u(p, 1), u(p, 2), i(p, 3), from, to); break
    case 40:
      spread(i(p, 0), u(p, 1), i(p, 2), i(p, 3), i(p, 4), i(p, 5), u(p, 6), i(p, 7), i(p, 8),
        i(p, 9), i(p, 10), u(p, 11), i(p, 12), i(p, 13), i(p, 14), from, to)
      break
    case 41:
      spreadGrad(i(p, 0), i(p, 1) !== 0, u(p, 2), u(p, 3), i(p, 4), i(p, 5), i(p, 6), i(p, 7),
        u(p, 8), i(p, 9), i(p, 10), i(p, 11), i(p, 12), u(p, 13), i(p, 14), i(p, 15), i(p, 16),
        from, to)
      break
    case 42: maxAllGrad(u(p, 0), u(p, 1), u(p, 2), u(p, 3), i(p, 4), i(p, 5), from, to); break
    case 43:
      groupNorm(u(p, 0), u(p, 1), u(p, 2), u(p, 3), u(p, 4), i(p, 5), i(p, 6), i(p, 7), f(p, 8),
        from, to)
      break
    case 44:
      groupNormGrad(u(p, 0), u(p, 1), u(p, 2), u(p, 3), u(p, 4), u(p, 5), i(p, 6), i(p, 7),
        i(p, 8), from, to)
      break
    default: runTrainer(p, from, to)
  }
}
