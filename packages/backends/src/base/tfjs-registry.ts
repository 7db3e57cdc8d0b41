// TensorFlow.js's registry of backends, and the one that it is on.
import { engine, registerBackend, setBackend, type KernelBackend } from '@tensorflow/tfjs-core'

/**
 * Below cpu, which TensorFlow.js registers with 1. TensorFlow.js uses a backend of this priority
 * only when somebody names it.
 */
export const lowestPriority = 0

/** The fix where a backend registers with one copy of TensorFlow.js and computes with another. */
export const keepOneCopy =
  'Look for a second copy of TensorFlow.js in your dependencies ' +
  '(npm ls @tensorflow/tfjs-core) and keep one'

/** TensorFlow.js's name for the backend in use, or undefined. */
export const currentBackend = (): string | undefined =>
  // Without a backend the name is undefined, or null after one was removed; the declared type
  // leaves both out.
  engine().backendName ?? undefined

/** Puts TensorFlow.js back on the backend it was on, or on none. */
export const restoreBackend = async (before: string | undefined): Promise<void> => {
  if (before !== undefined && (await setBackend(before))) return
  // To be on no backend again, TensorFlow.js has only these two fields, the second one private.
  const fields = engine() as unknown as {
    backendName: string | undefined
    backendInstance: KernelBackend | null
  }
  fields.backendName = undefined
  fields.backendInstance = null
}

/** The backend of that name, once TensorFlow.js has initialized it. */
export const initializedBackend = (tfName: string): KernelBackend | undefined =>
  engine().registry[tfName]

/**
 * Takes an initialized backend out of TensorFlow.js but leaves its name registered, so the next
 * start makes a new one.
 */
export const releaseBackend = (tfName: string, priority?: number): void => {
  const entry = engine().registryFactory[tfName]
  if (entry === undefined) return
  engine().removeBackend(tfName)
  registerBackend(tfName, entry.factory, priority ?? entry.priority)
}

/** Keeps TensorFlow.js from choosing a backend that did not start. */
export const neverChoose = (tfName: string): void => {
  const entry = engine().registryFactory[tfName]
  if (entry !== undefined && initializedBackend(tfName) === undefined)
    entry.priority = lowestPriority
}
