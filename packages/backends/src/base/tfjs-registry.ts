// TensorFlow.js's registry of backends: what it would choose on its own, when nobody has set a
// backend.
import { engine, registerBackend, type KernelBackend } from '@tensorflow/tfjs-core'

/** Below cpu, which TensorFlow.js registers with 1: chosen only when named. */
export const neverChosen = 0

/** The backend that is in use, or undefined. */
export const current = (): string | undefined =>
  // The declared type leaves out that no backend may be in use: undefined, or null after one was
  // removed.
  engine().backendName ?? undefined

/** A backend that has been initialised. */
export const initialised = (tfName: string): KernelBackend | undefined => engine().registry[tfName]

/**
 * Takes an initialised backend out of TensorFlow.js and leaves it registered, so that the next
 * start makes a new one.
 */
export const release = (tfName: string, priority?: number): void => {
  const entry = engine().registryFactory[tfName]
  if (entry === undefined) return
  engine().removeBackend(tfName)
  registerBackend(tfName, entry.factory, priority ?? entry.priority)
}

/** Keeps TensorFlow.js from choosing a backend that could not be started. */
export const lower = (tfName: string): void => {
  const entry = engine().registryFactory[tfName]
  if (entry !== undefined && initialised(tfName) === undefined) entry.priority = neverChosen
}
