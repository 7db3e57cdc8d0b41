import { UsageError } from '@layersmith/example-shared'

const exitCodeOfUsage = 2

/**
 * Runs a program that returns its exit code. If it does not understand its command line, this
 * prints the error and the usage.
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
