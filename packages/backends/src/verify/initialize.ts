import { engine, setBackend } from '@tensorflow/tfjs-core'
import { left, right, type Either } from 'fp-ts/lib/Either.js'
import { messageOf } from '../base/message-of.js'

/** Runs setBackend and returns the reason for a failure, which TensorFlow.js only prints. */
export const initialize = async (tfName: string): Promise<Either<string, void>> => {
  const entry = engine().registryFactory[tfName]
  if (entry === undefined) return left('the name is not registered')
  const { factory } = entry
  let cause: unknown
  entry.factory = () => {
    try {
      const made = factory()
      // This only listens: TensorFlow.js still gets, and handles, the rejection itself.
      void Promise.resolve(made).catch((error: unknown) => {
        cause = error
      })
      return made
    } catch (error) {
      cause = error
      throw error
    }
  }
  try {
    if (await setBackend(tfName)) return right(undefined)
    return left(
      cause === undefined ? 'it returned false' : `it returned false: ${messageOf(cause)}`,
    )
  } catch (error) {
    return left(messageOf(error))
  } finally {
    entry.factory = factory
  }
}
