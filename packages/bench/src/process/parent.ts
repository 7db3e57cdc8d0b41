/**
 * One process per backend: a backend that crashes takes nothing else down, and none inherits memory
 * or compiled code from another.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { misuse } from '../base/misuse.js'
import { reasonOf } from '../base/sentences.js'
import type { Contestants } from '../contestants/contestant.js'
import type { NoRun, Run } from '../results/result.js'
import type { BenchEvent } from '../run/events.js'
import type { BenchOptions } from '../run/options.js'
import { type Answer, type Assignment, parentVariable } from './protocol.js'

/** A program that calls `bench`, and the arguments that it gets. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
}

/** The longest that a timer of JavaScript can wait. */
const longest = 2 ** 31 - 1

/**
 * Starts the program again to measure on one backend. What it prints goes nowhere.
 * @param patience milliseconds in which it has to reach the call, or it is killed. Default: twice
 *   as many as this process has run for, and a minute, because the machine may be busier now
 */
export const delegate = (
  { file, args }: Program,
  assignment: Assignment,
  tell: (event: BenchEvent) => void,
  patience = Math.min(2 * performance.now() + 60_000, longest),
): Promise<Run | NoRun> =>
  new Promise((resolve, reject) => {
    const child = fork(file, args, {
      env: { ...process.env, [parentVariable]: String(process.pid) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let last: Run | NoRun | undefined
    let wrong: Error | undefined
    let said = ''
    let late = false
    const deadline = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, patience)
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000)
    })
    child.on('message', (message) => {
      // the program calls this very package
      const answer = message as Answer
      switch (answer.answer) {
        case 'ready':
          return void child.send(assignment)
        case 'reached':
          return clearTimeout(deadline)
        case 'event':
          return tell(answer.event)
        case 'run':
          return void (last = answer.run)
        case 'none':
          return void (last = answer.none)
        case 'misuse':
          return void (wrong = new TypeError(answer.message))
        default:
          return answer satisfies never
      }
    })
    child.on('error', (error) => {
      clearTimeout(deadline)
      reject(error)
    })
    child.on('close', (code, signal) => {
      clearTimeout(deadline)
      if (wrong !== undefined) return reject(wrong)
      const end = late
        ? `its process was killed: after ${Math.ceil(patience / 1000)} s it had not reached ` +
          `this call of bench, as the first one did${lastWords(said)}`
        : code === 0
          ? 'its process ended without calling bench as often as the first one did'
          : `its process ended with ${signal ?? code} before it had a result${lastWords(said)}`
      resolve(last ?? { backend: assignment.backend, refused: false, reason: end })
    })
  })

const lastWords = (said: string): string => {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  // below the error, Node.js prints the stack and its own version
  const error = lines.findLast((line) => /^\S*Error\b/.test(line)) ?? lines.at(-1)
  return error === undefined ? '' : `: ${reasonOf(error)}`
}

/**
 * What the processes of backends run: the running program again, or one that reads a module.
 * @throws TypeError if neither is possible
 */
export const programFor = (contestants: Contestants | URL, options: BenchOptions): Program => {
  if (contestants instanceof URL) {
    for (const [name, value] of Object.entries(options))
      if (typeof value === 'function' && name !== 'onEvent')
        misuse(
          `bench: ${name}`,
          'plain data beside a module',
          value,
          "put it in the module's options",
        )
    const worker = fileURLToPath(new URL('./worker.js', import.meta.url))
    return { file: worker, args: [contestants.href, JSON.stringify(options)] }
  }
  const [, script, ...args] = process.argv
  const runner = process.env['JEST_WORKER_ID'] ?? process.env['VITEST']
  if (script === undefined || runner !== undefined)
    return misuse(
      'bench: backends',
      'a program in a file, which can start again for each backend',
      script === undefined ? 'no file' : 'a test runner',
      'give the URL of a module with the contestants, or leave out backends',
    )
  return { file: script, args }
}
