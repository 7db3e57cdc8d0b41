/**
 * Work in a process of its own: what crashes takes nothing else with it, and none inherits memory
 * or compiled code from another.
 */
import { fork } from 'node:child_process'

const flag = '--worker'

/** Whether this process was started by `delegate`. */
export const isWorker = (): boolean => process.send !== undefined && process.argv[2] === flag

/**
 * Runs a program in a process of its own, gives it a message and waits for its answer.
 * @param program a file that calls `serve` where `isWorker()`
 * @param unanswered the answer where the process ends without one, from a sentence that says how it
 *   ended
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
      // workers are of the same program, and say nothing but their answer
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
        // native backends keep threads, and crash on some ways out: what counts has been sent by
        // then
        process.send?.(answer, () => process.exit(0))
      },
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
