// TensorFlow.js's setBackend takes the name over before it initialises, and keeps it when that
// fails: it can give false, report the failed name from then on and compute on another backend. So
// a start counts only when it was seen to work.
import {
  engine,
  getBackend,
  matMul,
  setBackend,
  tensor2d,
  tidy,
  type DataId,
  type KernelBackend,
} from '@tensorflow/tfjs-core'
import { isLeft, isRight, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { BackendName } from '../base/backend-names.js'
import { wordsOf, type Refusal, type RefusalCode } from '../base/refusal.js'
import { current, lower } from '../base/tfjs-registry.js'

/** A backend to switch TensorFlow.js to. */
export interface Target {
  readonly backend: BackendName
  /** The name under which it is registered with TensorFlow.js. */
  readonly tfName: string
  /**
   * Whether an object that holds a tensor's data is this backend, and the data are where it
   * computes.
   */
  readonly owns: (holder: KernelBackend, data: DataId) => boolean
  /** What to do when TensorFlow.js cannot initialise it. */
  readonly fix: string
}

/**
 * Whether a backend is of a class, or of a copy of it from a second installation of the same
 * package.
 */
export const isA = (
  holder: KernelBackend,
  backend: { readonly name: string; readonly prototype: KernelBackend },
): boolean =>
  Object.prototype.isPrototypeOf.call(backend.prototype, holder) ||
  holder.constructor.name === backend.name

/** Runs setBackend and gives the reason that TensorFlow.js otherwise only prints. */
const initialise = async (tfName: string): Promise<Either<string, void>> => {
  const entry = engine().registryFactory[tfName]
  if (entry === undefined) return left('the name is not registered')
  const { factory } = entry
  let cause: unknown
  entry.factory = () => {
    try {
      const made = factory()
      // Only listens: TensorFlow.js still gets, and handles, the rejection itself.
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
    return left(cause === undefined ? 'it gave false' : `it gave false: ${wordsOf(cause)}`)
  } catch (error) {
    return left(wordsOf(error))
  } finally {
    entry.factory = factory
  }
}

const first = [
  [1, 2],
  [3, 4],
]
const second = [
  [5, 6],
  [7, 8],
]
const product = [19, 22, 43, 50]

/** Computes something on the current backend and says what is wrong with it, if anything is. */
const compute = async (
  target: Target,
  refuse: (code: RefusalCode, tried: string, got: string, fix: string) => Refusal,
): Promise<Either<Refusal, void>> => {
  const other =
    'Look for a second copy of TensorFlow.js in your dependencies (npm ls @tensorflow/tfjs-core) and keep one'
  const result = tidy(() => matMul(tensor2d(first), tensor2d(second)))
  try {
    const values = [...(await result.data())]
    if (values.join() !== product.join()) {
      return left(
        refuse(
          'operation',
          `multiplied [${first.join('; ')}] by [${second.join('; ')}]`,
          `got [${values.join(', ')}] for [${product.join(', ')}]`,
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
      const where = holder === undefined ? 'nowhere' : `in ${holder.constructor.name}`
      return left(
        refuse(
          'data',
          'looked where the result of an operation is kept',
          `it lives ${where}`,
          other,
        ),
      )
    }
    return right(undefined)
  } finally {
    result.dispose()
  }
}

const check = async (target: Target): Promise<Either<Refusal, void>> => {
  const { backend, tfName } = target
  const refuse = (code: RefusalCode, tried: string, got: string, fix: string): Refusal => ({
    backend,
    code,
    tried,
    got,
    fix,
  })
  const call = `tf.setBackend('${tfName}')`

  if (!(tfName in engine().registryFactory)) {
    return left(
      refuse(
        'not-registered',
        call,
        `TensorFlow.js has only ${engine().backendNames().join(', ')}`,
        'Import the package of the backend first',
      ),
    )
  }
  const initialised = await initialise(tfName)
  if (isLeft(initialised)) return left(refuse('initialisation', call, initialised.left, target.fix))
  if (getBackend() !== tfName) {
    return left(
      refuse(
        'name',
        call,
        `tf.getBackend() says '${getBackend()}'`,
        'Do not switch backends while one starts',
      ),
    )
  }
  try {
    return await compute(target, refuse)
  } catch (error) {
    return left(refuse('operation', 'multiplied two 2x2 matrices', wordsOf(error), target.fix))
  }
}

/** Puts TensorFlow.js back to the backend it had, or to having none. */
export const restore = async (before: string | undefined): Promise<void> => {
  if (before !== undefined && (await setBackend(before))) return
  // No backend was in use: TensorFlow.js has no way back to that state but these two fields, the
  // second one private.
  const fields = engine() as unknown as {
    backendName: string | undefined
    backendInstance: KernelBackend | null
  }
  fields.backendName = undefined
  fields.backendInstance = null
}

/**
 * Switches TensorFlow.js to a backend and makes sure that it computes there: setBackend gave true,
 * the name matches, a matrix product is right, and its data lives in that backend. Otherwise
 * TensorFlow.js is as it was before.
 */
export const activate =
  (target: Target): TaskEither<Refusal, void> =>
  async () => {
    const before = current()
    const verdict = await check(target)
    if (isRight(verdict)) return verdict
    lower(target.tfName)
    try {
      await restore(before)
    } catch (error) {
      return left({
        ...verdict.left,
        got: `${verdict.left.got}; going back to '${before}' failed too: ${wordsOf(error)}`,
      })
    }
    return verdict
  }
