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

/** Waits for a backend that TensorFlow.js is initializing, if it is, for better or worse. */
export const pendingStart = async (): Promise<void> => {
  // TensorFlow.js has only this private field. Its promise never rejects.
  const { pendingBackendInit } = engine() as unknown as {
    readonly pendingBackendInit?: Promise<unknown> | null
  }
  await pendingBackendInit
}

/** How each backend was registered when a start last looked. */
const known = new Map<string, ReturnType<typeof engine>['registryFactory'][string]>()

/**
 * Registers a backend again that was removed with `tf.removeBackend`: importing its package a
 * second time does nothing. Says whether TensorFlow.js has it now.
 */
export const reregister = (tfName: string): boolean => {
  const { registryFactory } = engine()
  for (const [name, entry] of Object.entries(registryFactory)) known.set(name, entry)
  const entry = known.get(tfName)
  if (!(tfName in registryFactory) && entry !== undefined)
    registerBackend(tfName, entry.factory, entry.priority)
  return tfName in registryFactory
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
