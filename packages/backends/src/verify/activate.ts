// TensorFlow.js's setBackend takes over the name before it initializes the backend, and keeps it
// when that fails: it can return false, report the failed name from then on, and compute on another
// backend. So a start counts only once we have seen it work.
import { engine, getBackend } from '@tensorflow/tfjs-core'
import { isLeft, isRight, left, type Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf } from '../base/message-of.js'
import type { Refusal, RefusalCode } from '../base/refusal.js'
import { currentBackend, neverChoose, reregister, restoreBackend } from '../base/tfjs-registry.js'
import { tryOperation } from './first-operation.js'
import { initialize } from './initialize.js'
import type { Target } from './target.js'

const verify = async (target: Target): Promise<Either<Refusal, void>> => {
  const { backend, tfName } = target
  const refuse = (code: RefusalCode, tried: string, got: string, fix: string): Refusal => ({
    backend,
    code,
    tried,
    got,
    fix,
  })
  const call = `tf.setBackend('${tfName}')`

  if (!reregister(tfName)) {
    return left(
      refuse(
        'not-registered',
        call,
        `TensorFlow.js has only the backends ${engine().backendNames().join(', ')}`,
        "Import the backend's package first, and do not remove it with tf.removeBackend",
      ),
    )
  }
  const initialized = await initialize(tfName)
  if (isLeft(initialized)) return left(refuse('initialisation', call, initialized.left, target.fix))
  if (getBackend() !== tfName) {
    return left(
      refuse(
        'name',
        call,
        `tf.getBackend() returns '${getBackend()}'`,
        'Do not switch backends while one starts',
      ),
    )
  }
  try {
    return await tryOperation(target, refuse)
  } catch (error) {
    return left(refuse('operation', 'multiplied two 2x2 matrices', messageOf(error), target.fix))
  }
}

/**
 * Switches TensorFlow.js to a backend and verifies that it computes there: setBackend returned
 * true, the name matches, a matrix product is right, and its data is in that backend. Otherwise
 * TensorFlow.js is as it was before.
 */
export const activate =
  (target: Target): TaskEither<Refusal, void> =>
  async () => {
    const before = currentBackend()
    const verdict = await verify(target)
    if (isRight(verdict)) return verdict
    neverChoose(target.tfName)
    try {
      await restoreBackend(before)
    } catch (error) {
      return left({
        ...verdict.left,
        got: `${verdict.left.got}; going back to '${before}' failed too: ${messageOf(error)}`,
      })
    }
    return verdict
  }
