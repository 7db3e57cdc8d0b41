// Runs every command of layersmith in a project that has the packages installed, on the Node that
// runs this program; see release-check.mjs.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const bin = path.resolve('node_modules', '.bin', 'layersmith')
const folder = mkdtempSync('commands-')
const at = (name) => path.join(folder, name)
const tried = new Set()

/** What a command prints; an exit code other than 0 throws. */
function says(pattern, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
  })
  assert.equal(status, 0, `layersmith ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  assert.match(stdout + stderr, pattern)
  tried.add(args[0])
}

/** A NumPy array of zeros, as float32. */
function npy(shape) {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }\n`
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0])
  const numbers = Buffer.alloc(4 * shape.reduce((a, b) => a * b))
  return Buffer.concat([start, Buffer.from(header), numbers])
}

try {
  const net = ['typed.mts', '--export', 'net']
  says(/Parameters: /, 'summary', ...net)
  says(/Parameters: /, 'summary', 'typed.cts')
  says(/wrote .*net\.svg/, 'draw', ...net, '--out', at('net.svg'))
  says(/new and untrained/, 'convert', ...net, '--out', at('saved'), '--seed', '1')
  for (const name of ['net.json', 'net.keras', 'again.ts'])
    says(new RegExp(`wrote .*${name}`), 'convert', at('saved'), '--out', at(name))
  for (const name of ['saved', 'net.json', 'net.keras', 'again.ts'])
    says(/export const net = input/, 'source', at(name))
  says(/nothing found/, 'audit', at('saved'))
  writeFileSync(at('zeros.npy'), npy([1, 28, 28, 8]))
  says(/class \d/, 'predict', at('saved'), at('zeros.npy'), '--top', '3')
  const quick = ['--seconds', '1', '--batch', '2']
  const files = ['typed.cts', at('by-hand.mjs')]
  writeFileSync(
    files[1],
    `import { layers, sequential } from '@tensorflow/tfjs'
export default () => sequential({ layers: [layers.dense({ units: 3, inputShape: [8] })] })`,
  )
  says(/computes the same/, 'bench', ...files, '--mode', 'forward,train', ...quick)
  says(
    /### cpu[^]*### wasm|### wasm[^]*### cpu/,
    'bench',
    ...files,
    '--backend',
    'wasm,cpu',
    ...quick,
  )
  says(/dense1 .*dense /, 'profile', 'typed.cts', ...quick)
  says(/npm run train/, 'new', at('starter'))
  says(/startBackend\(\) takes /, 'doctor')
  says(/complete .*layersmith/, 'completion', 'bash')

  // the list in the help says whether one is missing here
  const { stdout } = spawnSync(process.execPath, [bin, '--help'], { encoding: 'utf8' })
  const [, listed] = /^Commands:\n((?: {2}.*\n)+)/m.exec(stdout)
  const names = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)
  assert.deepEqual([...tried].sort(), names.sort())
  console.log(`layersmith on ${process.version}: ${names.join(', ')}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
