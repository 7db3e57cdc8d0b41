import { engine, matMul, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Refusal, RefusalCode } from '../base/refusal.js'
import { keepOneCopy } from '../base/tfjs-registry.js'
import type { Target } from './target.js'

const first = [
  [1, 2],
  [3, 4],
]
const second = [
  [5, 6],
  [7, 8],
]
const product = [19, 22, 43, 50]

/** Computes a product on the current backend and says what is wrong with it, if anything is. */
export const tryOperation = async (
  target: Target,
  refuse: (code: RefusalCode, tried: string, got: string, fix: string) => Refusal,
): Promise<Either<Refusal, void>> => {
  const result = tidy(() => matMul(tensor2d(first), tensor2d(second)))
  try {
    const values = [...(await result.data())]
    if (values.join() !== product.join()) {
      return left(
        refuse(
          'operation',
          `multiplied [${first.join('; ')}] by [${second.join('; ')}]`,
          `got [${values.join(', ')}] instead of [${product.join(', ')}]`,
          target.fix,
        ),
      )
    }
    const holder = engine().state.tensorInfo.get(result.dataId)?.backend
    if (
      holder === undefined ||
      holder !== engine().registry[target.tfName] ||
      !target.owns(holder, result.dataId)
    ) {
      return left(
        refuse(
          'data',
          'checked which backend holds the result of an operation',
          `${holder?.constructor.name ?? 'no backend'} holds it`,
          keepOneCopy,
        ),
      )
    }
    return right(undefined)
  } finally {
    result.dispose()
  }
}
