/** Runs the real TypeScript compiler on a small file, as an editor or a CI run would. */
import { pause } from '@layersmith/example-shared'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

export interface Diagnostic {
  readonly line: number
  /** The source line it refers to. */
  readonly source: string
  readonly message: string
}

/** What the compiler says about one file of a project; an empty list if it has no complaints. */
export async function compilerSays(
  project: string,
  file: string,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const { code, output } = await runNode([tsc, '--project', project, '--pretty', 'false'])
  // Ctrl-C reaches the compiler too, and then it says nothing.
  await pause(signal)
  const diagnostics = parseDiagnostics(output, file, await readFile(join(project, file), 'utf8'))
  if (code !== 0 && diagnostics.length === 0) {
    throw new Error(
      `The TypeScript compiler exited with ${code} but said nothing about ${file}:\n${output}`,
    )
  }
  return diagnostics
}

/**
 * Reads lines like `mistakes.ts(5,19): error TS2345: …` and the indented lines that follow them.
 */
export function parseDiagnostics(
  output: string,
  file: string,
  text: string,
): readonly Diagnostic[] {
  const source = text.split('\n')
  const found: { line: number; source: string; message: string }[] = []
  let last: { message: string } | undefined
  for (const row of output.split(/\r?\n/)) {
    const [, at, line, message] = /^(.+?)\((\d+),\d+\): (error TS\d+: .*)$/.exec(row) ?? []
    if (at !== undefined && line !== undefined && message !== undefined) {
      const diagnostic = {
        line: Number(line),
        source: source[Number(line) - 1]?.trim() ?? '',
        message,
      }
      last = diagnostic
      if (at.split(/[\\/]/).at(-1) === file) {
        found.push(diagnostic)
      }
    } else if (/^\s+\S/.test(row) && last !== undefined) {
      last.message += `\n${row}`
    }
  }
  return found
}

function runNode(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }))
  })
}
