/** The entry: command line in, exit code out. The job itself is in run-job.ts. */
import { fileURLToPath } from 'node:url'

import { BackendError } from '@layersmith/backends'

import { DataError } from './data/data-error.js'
import { Interrupted, watchInterrupt } from './interrupt.js'
import { JobFailure } from './job.js'
import { parseOptions, usage, UsageError } from './options.js'
import { runJob } from './run-job.js'
import { openTerminal, type Terminal } from './terminal/terminal.js'

/** The folder of this example: src/ and dist/ lie equally deep in it. */
const home = fileURLToPath(new URL('..', import.meta.url))

const exitCodes = { reached: 0, failed: 1, usage: 2, interrupted: 130 } as const

async function main(terminal: Terminal): Promise<number> {
  const interrupt = watchInterrupt()
  try {
    const options = parseOptions(process.argv.slice(2))
    if (options.help) {
      terminal.line(usage)
    } else {
      await runJob({ terminal, options, home, signal: interrupt.signal })
    }
    return exitCodes.reached
  } catch (error) {
    return explain(error, openTerminal(process.stderr, process.env))
  } finally {
    interrupt.stop()
  }
}

/** What people can mend gets its message alone; everything else is a bug and keeps its stack. */
function explain(error: unknown, terminal: Terminal): number {
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

process.exitCode = await main(openTerminal(process.stdout, process.env))
