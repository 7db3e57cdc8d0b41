/** The outside reference: the same nets in PyTorch, where a Python has it. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Running } from '@layersmith/backends'
import { withoutPaths } from './environment.js'
import { isBundled } from './provenance.js'
import type { Cell, TorchResult } from './result.js'

/** Beside a bundle, above src/ and dist/ in the repository. */
const script = fileURLToPath(new URL(isBundled ? 'torch_reference.py' : '../torch_reference.py', import.meta.url))

/**
 * Times cells in PyTorch on the kind of device that a backend runs on, with as many threads.
 * @param python the command that starts Python
 * @param line is told what is being timed
 * @returns what was measured, or a sentence that says why nothing was
 */
export const measureTorch = async (python: string, cells: readonly Cell[], seconds: number, { device, threads }: Running, line: (text: string) => void): Promise<TorchResult | string> => {
  const job = { cells: cells.filter(({ task }) => task !== 'build'), seconds, device: device === 'gpu' ? 'cuda' : 'cpu', threads }
  const { code, output, errors } = await run(python, JSON.stringify(job), line)
  if (code === 0) {
    // the script's own format, which is TorchResult
    return JSON.parse(output) as TorchResult
  }
  return withoutPaths(errors.trim().split('\n').at(-1) || `it ended with ${code}`)
}

/** Runs the script with a text as its input; what it prints to stderr line by line is told, and kept. */
const run = (python: string, input: string, line: (text: string) => void) =>
  new Promise<{ readonly code: number | null, readonly output: string, readonly errors: string }>((resolve) => {
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
      // warnings of libraries stand between what the script says
      for (const said of chunk.toString().split('\n').filter((text) => text.startsWith('PyTorch: '))) line(said)
    })
    child.on('error', ({ message }) => resolve({ code: null, output: '', errors: message }))
    child.on('close', (code) => resolve({ code, output, errors }))
    // a Python that is not there takes no input; 'error' says so
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
