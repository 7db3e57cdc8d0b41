import { UsageError } from '@layersmith/example-shared'

const exitCodeOfUsage = 2

/**
 * Runs a program, which gives its exit code. A command line that it cannot understand ends with
 * what it can.
 */
export const runCommand = async (usage: string, program: () => Promise<number>): Promise<void> => {
  try {
    process.exitCode = await program()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    console.error(`${error.message}\n\n${usage}`)
    process.exitCode = exitCodeOfUsage
  }
}
