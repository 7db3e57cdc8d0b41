/** The process of one backend, as the program sees that runs in it. */
import type { Answer, Assignment } from './protocol.js'
import { parentVariable } from './protocol.js'

/** Whether `bench` started this process to measure on one backend. */
export const isChild = (): boolean =>
  process.send !== undefined && process.env[parentVariable] === String(process.ppid)

let assigned: Promise<Assignment> | undefined

/** What to measure, as the first process says once it hears that this one is ready. */
export const assignment = (): Promise<Assignment> => {
  assigned ??= new Promise((resolve) => {
    // without the first process there is nobody to measure for
    process.once('disconnect', () => process.exit(1))
    process.once('message', (message) => resolve(message as Assignment))
    answer({ answer: 'ready' })
  })
  return assigned
}

export const answer = (what: Answer): void => {
  process.send?.(what)
}

/**
 * Gives the last answer and ends the process, whatever the program would do next: native backends
 * keep threads alive, and may crash on exit.
 */
export const answerAndEnd = (what: Answer): Promise<never> => {
  process.send?.(what, () => process.exit(0))
  return new Promise(() => undefined)
}
