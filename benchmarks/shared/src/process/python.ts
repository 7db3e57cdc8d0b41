/**
 * Python in a separate process: the outside references that benchmarks compare with are written in
 * it.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A running script that exchanges lines with this process. */
export interface Python {
  readonly send: (line: string) => void
  /** The next line that it prints. @throws Error with its last words if it ends instead */
  readonly next: () => Promise<string>
  /** Closes its input and waits until it ends. */
  readonly end: () => Promise<void>
}

/**
 * Starts a script. If there is no such Python, or the script fails, the first `next()` throws.
 * @param command the command that starts Python
 * @param env added to the environment
 * @param told receives each line that the script prints to stderr
 */
export const startPython = (
  command: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
  told: (line: string) => void = () => undefined,
): Python => {
  const child = spawn(command, [script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const lines: string[] = []
  const errors: string[] = []
  let waiting: ((line: string | undefined) => void) | undefined
  let over = false
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (waiting === undefined) lines.push(line)
    else waiting(line)
    waiting = undefined
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line)
    told(line)
  })
  const ended = new Promise<string>((resolve) => {
    child.on('error', ({ message, code }: NodeJS.ErrnoException) =>
      resolve(code === 'ENOENT' ? `there is no ${command} here` : message),
    )
    child.on('close', (code) =>
      resolve(errors.findLast((line) => line.trim() !== '') ?? `it exited with ${code}`),
    )
  })
  void ended.then(() => {
    over = true
    waiting?.(undefined)
  })
  // a missing Python takes no input; the 'error' event already says so
  child.stdin.on('error', () => undefined)
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    next: async () => {
      const line =
        lines.shift() ??
        (over
          ? undefined
          : await new Promise<string | undefined>((resolve) => {
              waiting = resolve
            }))
      if (line === undefined) throw new Error(await ended)
      return line
    },
    end: async () => {
      child.stdin.end()
      await ended
    },
  }
}
