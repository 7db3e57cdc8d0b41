/**
 * Work in separate processes: a crash takes nothing else down, and no process inherits memory or
 * compiled code from another.
 */
import { fork } from 'node:child_process'

const flag = '--worker'

interface Told<Answer> {
  readonly answer: Answer
  /** Whether the work is done. */
  readonly last: boolean
}

/** Whether this process was started by `delegate`. */
export const isWorker = (): boolean => process.send !== undefined && process.argv[2] === flag

/**
 * Runs a program in a separate process, sends it a message and waits for its answer.
 * @param program a file that calls `serve` if `isWorker()`
 * @param unanswered makes the answer for a process that ends without one, from a sentence that says
 *   how it ended
 * @param hear receives each answer when it comes, also those before the last
 */
export const delegate = <Assignment extends object, Answer>(
  program: string,
  assignment: Assignment,
  unanswered: (how: string) => Answer,
  hear: (answer: Answer) => void = () => undefined,
): Promise<Answer> =>
  new Promise((resolve) => {
    const child = fork(program, [flag])
    let answer: Answer | undefined
    child.on('message', (message) => {
      // workers run the same program, and send nothing else
      const told = message as Told<Answer>
      hear(told.answer)
      if (told.last) answer = told.answer
    })
    child.on('close', (code, signal) =>
      resolve(
        answer ?? unanswered(`its process ended with ${signal ?? code} before it had a result`),
      ),
    )
    child.send(assignment)
  })

/**
 * Takes one assignment, sends the answer and ends the process. What the work tells before
 * is heard, but is no answer.
 */
export const serve = <Assignment extends object, Answer extends object>(
  work: (assignment: Assignment, tell: (soFar: Answer) => void) => Promise<Answer>,
): void => {
  const send = (told: Told<Answer>, sent: () => void = () => undefined): void => {
    process.send?.(told, sent)
  }
  process.once('message', (assignment: Assignment) => {
    void work(assignment, (answer) => send({ answer, last: false })).then(
      (answer) => {
        // native backends keep threads alive, and may crash on exit: by then, the answer has been
        // sent
        send({ answer, last: true }, () => process.exit(0))
      },
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
