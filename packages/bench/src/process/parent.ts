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

/** Starts the program again to measure on one backend. What it prints goes nowhere. */
export const delegate = (
  { file, args }: Program,
  assignment: Assignment,
  tell: (event: BenchEvent) => void,
): Promise<Run | NoRun> =>
  new Promise((resolve, reject) => {
    const child = fork(file, args, {
      env: { ...process.env, [parentVariable]: String(process.pid) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let last: Run | NoRun | undefined
    let wrong: Error | undefined
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000)
    })
    child.on('message', (message) => {
      // the program calls this very package
      const answer = message as Answer
      switch (answer.answer) {
        case 'ready':
          return void child.send(assignment)
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
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (wrong !== undefined) return reject(wrong)
      const end =
        code === 0
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
