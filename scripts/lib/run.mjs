import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

/** The workspace's root, without a slash at the end. */
export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))

/** The path of a file below the root, from its parts. */
export const at = (...parts) => path.join(root, ...parts)

/**
 * A check that failed, or a command that failed and said why. It is not a bug in a script, so it
 * needs no stack trace.
 */
export class Failed extends Error {
  constructor(message, code = 1) {
    super(message)
    this.code = code
  }
}

/**
 * Runs a command and waits for it. Its output goes to the terminal, or is returned with `capture`.
 * An exit code other than 0 throws, unless `allowFailure`.
 */
export function run(
  command,
  args = [],
  { capture = false, allowFailure = false, ...options } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      ...options,
    })
    const output = []
    child.stdout?.on('data', (chunk) => output.push(chunk))
    child.stderr?.on('data', (chunk) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const text = Buffer.concat(output).toString()
      if (code === 0 || allowFailure) return resolve({ code: code ?? signal, output: text })
      if (text !== '') process.stderr.write(text)
      reject(new Failed(`${[command, ...args].join(' ')} ended with ${code ?? signal}`, code ?? 1))
    })
  })
}

/** Runs a JavaScript file with the Node that runs this script. */
export const node = (file, args = [], options = {}) =>
  run(process.execPath, [...(options.flags ?? []), file, ...args], options)

/**
 * Runs npx. On Windows npx is a command file, which Node starts only through a shell. If an npx
 * started this script, the new one must not inherit its package.
 */
export const npx = (args, options = {}) => {
  const env = { ...process.env, npm_config_package: undefined, npm_config_call: undefined }
  return run('npx', ['--yes', ...args], { shell: process.platform === 'win32', env, ...options })
}

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

const times = []

/** Runs one named step of a longer job and keeps its time for `table`. */
export async function step(name, job) {
  console.log(`\n== ${name}`)
  const since = performance.now()
  const result = await job()
  times.push([name, seconds(since)])
  return result
}

/** The steps so far, and how long each took. */
export function table() {
  const width = Math.max(...times.map(([name]) => name.length))
  return times.map(([name, time]) => `${name.padEnd(width)}  ${time.padStart(8)}`).join('\n')
}

/** Runs a script's main function. A `Failed` ends it without a stack trace. */
export function main(job) {
  job().catch((error) => {
    console.error(error instanceof Failed ? `\n${error.message}` : error)
    process.exitCode = error instanceof Failed ? error.code : 1
  })
}

/** Whether Node was started with this file. */
export const isMain = (url) =>
  process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(url)
