import { BackendError } from '@layersmith/backends'

import { UsageError } from './command-line.js'
import { DataError } from '../data/data-error.js'
import { Interrupted, watchInterrupt } from './interrupt.js'
import { JobFailure, type Start } from './run-job.js'
import { openTerminal, type Terminal } from '../terminal/terminal.js'

const exitCodes = { reached: 0, failed: 1, usage: 2, interrupted: 130 } as const

interface Example<O> {
  readonly usage: string
  readonly parse: (args: readonly string[]) => O
  readonly run: (start: Start<O>) => Promise<void>
  /** The folder of the example. */
  readonly home: string
}

/** The entry point of an example: command line in, exit code out. */
export async function runExample<O extends { readonly help: boolean }>(
  example: Example<O>,
): Promise<void> {
  process.exitCode = await exitCode(example, openTerminal(process.stdout, process.env))
}

async function exitCode<O extends { readonly help: boolean }>(
  { usage, parse, run, home }: Example<O>,
  terminal: Terminal,
): Promise<number> {
  const interrupt = watchInterrupt()
  try {
    const options = parse(process.argv.slice(2))
    if (options.help) {
      terminal.line(usage)
    } else {
      await run({ terminal, options, home, signal: interrupt.signal })
    }
    return exitCodes.reached
  } catch (error) {
    return explain(error, usage, openTerminal(process.stderr, process.env))
  } finally {
    interrupt.stop()
  }
}

/** What users can fix is shown as its message alone; anything else is a bug and keeps its stack. */
function explain(error: unknown, usage: string, terminal: Terminal): number {
  if (error instanceof Interrupted) {
    terminal.line(`\n${error.message}`)
    return exitCodes.interrupted
  }
  if (error instanceof UsageError) {
    terminal.line(`${terminal.paint('bad', error.message)}\n\n${usage}`)
    return exitCodes.usage
  }
  if (error instanceof DataError || error instanceof BackendError || error instanceof JobFailure) {
    terminal.line(`\n${terminal.paint('bad', error.message)}`)
    return exitCodes.failed
  }
  console.error(error)
  return exitCodes.failed
}
