// The kernels of losses and updates: numbers and arguments as in src/training/trainer/kernels.ts.
import { adam } from '@layersmith/wasm-kernels/assembly/kernels/adam'
import { clear } from '@layersmith/wasm-kernels/assembly/base/memory'
import { f, i, u } from '../program/record'
import { descend, momentum, rmsprop } from './descent'
import { factorFor, gather, keepWithin, shrink, squares, take } from './gradients'
import { losses, meanOf } from './losses'
import { boundNorms, penalize } from './weights'

/** Runs some units of a record whose kernel is 100 or above. */
// prettier-ignore
export function runTrainer(p: usize, from: i32, to: i32): void {
  switch (load<i32>(p)) {
    case 100:
      losses(i(p, 0), i(p, 1) !== 0, u(p, 2), u(p, 3), u(p, 4), u(p, 5), i(p, 6), i(p, 7), f(p, 8),
        f(p, 9), from, to)
      break
    case 101:
      meanOf(u(p, 0), i(p, 1), u(p, 2))
      break
    case 102:
      descend(u(p, 0), u(p, 1), i(p, 2), load<f32>(u(p, 3)), from, to)
      break
    case 103:
      momentum(u(p, 0), u(p, 1), u(p, 2), i(p, 3), load<f32>(u(p, 4)), f(p, 5), i(p, 6) !== 0,
        from, to)
      break
    case 104:
      // the rate and both corrections follow one another in memory
      adam(u(p, 0), u(p, 1), u(p, 2), u(p, 3), u(p, 0), u(p, 2), u(p, 3), i(p, 4),
        load<f32>(u(p, 5)), f(p, 6), f(p, 7), load<f32>(u(p, 5), 4), load<f32>(u(p, 5), 8),
        f(p, 8), from, to)
      break
    case 105:
      rmsprop(u(p, 0), u(p, 1), u(p, 2), u(p, 3), i(p, 4), load<f32>(u(p, 5)), f(p, 6), f(p, 7),
        f(p, 8), from, to)
      break
    case 106:
      gather(u(p, 0), u(p, 1), i(p, 2), from, to)
      break
    case 107:
      take(u(p, 0), u(p, 1), i(p, 2), load<f32>(u(p, 3)), from, to)
      break
    case 108:
      // 1, minus a part of the rate
      shrink(u(p, 0), i(p, 1), 1 - load<f32>(u(p, 2)) * f(p, 3), from, to)
      break
    case 109:
      shrink(u(p, 0), i(p, 1), load<f32>(u(p, 2)), from, to)
      break
    case 110:
      keepWithin(u(p, 0), i(p, 1), f(p, 2), f(p, 3), from, to)
      break
    case 111:
      squares(u(p, 0), i(p, 1), u(p, 2), from, to)
      break
    case 112:
      factorFor(u(p, 0), i(p, 1), f(p, 2), u(p, 3))
      break
    case 113:
      penalize(u(p, 0), u(p, 1), i(p, 2), f(p, 3), f(p, 4), u(p, 5))
      break
    case 114:
      boundNorms(u(p, 0), i(p, 1), i(p, 2), f(p, 3), f(p, 4), f(p, 5), from, to)
      break
    case 115:
      clear(u(p, 0), i(p, 1))
      break
    default:
      unreachable()
  }
}
