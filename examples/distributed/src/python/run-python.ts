import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

import { JobFailure } from '@layersmith/example-shared'

/** The programs that @layersmith/keras ships. */
const programs = join(
  dirname(createRequire(import.meta.url).resolve('@layersmith/keras/package.json')),
  'distributed',
)

/** A line of what a process says while it trains; each line has some of these. */
export interface Facts {
  readonly rank: number
  /** Its process id, in its first line. */
  readonly process?: number
  /** The epoch that ended, counted from 1. */
  readonly epoch?: number
  /** The mean over the epoch, of all processes. */
  readonly loss?: number
  readonly accuracy?: number
  /** What the epoch took. */
  readonly seconds?: number
  /** SHA-256 of the weights, in its last line. */
  readonly weights?: string
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null
  readonly facts: readonly Facts[]
  /** What it wrote to stderr. */
  readonly errors: string
}

export interface Program {
  /** The Python that runs it. */
  readonly python: string
  /** Its file. */
  readonly name: string
  readonly args: readonly string[]
  /** Aborts when Ctrl-C is pressed. */
  readonly signal: AbortSignal
  readonly onFacts?: ((facts: Facts) => void) | undefined
}

/** Runs one of the programs and waits for its end, good or bad. */
export function runPython({ python, name, args, signal, onFacts }: Program): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [join(programs, name), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      // a supervisor that gets it ends its processes
      killSignal: 'SIGTERM',
    })
    const facts: Facts[] = []
    let errors = ''
    createInterface({ input: child.stdout }).on('line', (line) => {
      // libraries print lines of their own in between, and Ray the name of the worker before ours
      const [json] = /\{"rank":.*\}$/.exec(line) ?? []
      if (json === undefined) return
      // our own program printed it
      const said = JSON.parse(json) as Facts
      facts.push(said)
      onFacts?.(said)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.on('error', (error) => {
      reject(
        signal.aborted ? (signal.reason as Error) : new JobFailure(`${python}: ${error.message}`),
      )
    })
    child.on('close', (code) => resolve({ code, facts, errors }))
  })
}
