// Python environments, with packages from the index that the machine's pip uses.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, run } from './run.mjs'

/** Runs a module of the machine's Python, or says that there is no Python. */
async function python3(args, { needed, ...options }) {
  try {
    return await run('python3', ['-m', ...args], options)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    throw new Failed(`There is no python3 here, so ${needed}`)
  }
}

/** Makes an environment without packages, in place of any older one. */
export async function makeEnvironment(environment, needed) {
  rmSync(environment, { recursive: true, force: true })
  await python3(['venv', '--without-pip', environment], { needed })
}

/**
 * Runs pip on an environment, or says what could not be installed and why. Debian's Python makes
 * environments that have no pip of their own.
 */
export async function pip(environment, args, needed) {
  const { code, output } = await python3(
    ['pip', '--python', environment, 'install', '--quiet', ...args],
    { needed, capture: true, allowFailure: true, env: { ...process.env, PIP_RETRIES: '0' } },
  )
  if (code !== 0)
    throw new Failed(`${args.at(-1)} cannot be installed, so ${needed}:\n${output.trim()}`)
}

/** What was built or installed, and from what; empty if nothing was. */
export const done = (stamp) => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : '')

/** The command that starts the Python of an environment. */
export const pythonOf = (environment) => path.join(environment, 'bin', 'python')

/**
 * Prepares an environment with these packages, once.
 * @param needed completes "cannot be installed, so …"
 * @returns the command that starts its Python
 */
export async function preparePython(environment, packages, needed) {
  const stamp = path.join(environment, 'packages.txt')
  if (done(stamp) !== packages.join()) {
    await makeEnvironment(environment, needed)
    await pip(environment, packages, needed)
    writeFileSync(stamp, packages.join())
  }
  return pythonOf(environment)
}

/**
 * The environment in which TensorFlow computes the same on every processor. Left alone, it takes
 * oneDNN's kernels where it finds AVX-512 VNNI and Eigen's elsewhere, whose depthwise convolutions
 * refuse strides that differ between the axes. And on some processors (family 26 of AMD) what
 * oneDNN makes for AVX2 and AVX-512 divides by zero in a 1x1 convolution of DenseNet, or computes
 * other gradients.
 */
export const sameEverywhere = { TF_ENABLE_ONEDNN_OPTS: '1', ONEDNN_MAX_CPU_ISA: 'SSE41' }
