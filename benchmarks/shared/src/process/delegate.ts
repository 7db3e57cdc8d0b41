/**
 * Work in separate processes: a crash takes nothing else down, and no process inherits memory or
 * compiled code from another.
 */
import { fork } from 'node:child_process'

const flag = '--worker'

/** Whether this process was started by `delegate`. */
export const isWorker = (): boolean => process.send !== undefined && process.argv[2] === flag

/**
 * Runs a program in a separate process, sends it a message and waits for its answer.
 * @param program a file that calls `serve` if `isWorker()`
 * @param unanswered makes the answer for a process that ends without one, from a sentence that says
 *   how it ended
 */
export const delegate = <Assignment extends object, Answer>(
  program: string,
  assignment: Assignment,
  unanswered: (how: string) => Answer,
): Promise<Answer> =>
  new Promise((resolve) => {
    const child = fork(program, [flag])
    let answer: Answer | undefined
    child.on('message', (message) => {
      // workers run the same program, and send nothing but their answer
      answer = message as Answer
    })
    child.on('close', (code, signal) =>
      resolve(
        answer ?? unanswered(`its process ended with ${signal ?? code} before it had a result`),
      ),
    )
    child.send(assignment)
  })

/** Takes one assignment, sends the answer and ends the process. */
export const serve = <Assignment extends object, Answer extends object>(
  work: (assignment: Assignment) => Promise<Answer>,
): void => {
  process.once('message', (assignment: Assignment) => {
    void work(assignment).then(
      (answer) => {
        // native backends keep threads alive, and may crash on exit: by then, the answer has been
        // sent
        process.send?.(answer, () => process.exit(0))
      },
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
