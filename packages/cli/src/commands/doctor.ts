import os from 'node:os'
import { styled } from '../base/terminal.js'
import { versionOf } from '../base/versions.js'
import { command } from './command.js'

const packages = [
  'layersmith',
  '@layersmith/cli',
  '@layersmith/backends',
  '@tensorflow/tfjs',
  '@layersmith/draw',
  '@layersmith/bench',
  '@layersmith/keras',
  '@layersmith/onnx',
  '@layersmith/compile',
] as const

export const doctor = command({
  name: 'doctor',
  does: 'Say which backends run here, why others do not, and how to mend it',
  args: [],
  options: {},
  examples: ['layersmith doctor', 'layersmith doctor --json'],
  run: async ({ json, terminal }) => {
    const { describeBackends, renderBackends } = await import('@layersmith/backends')
    const backends = await describeBackends()
    const versions = await Promise.all(
      packages.map(async (name) => [name, await versionOf(name)] as const),
    )
    const [cpu] = os.cpus()
    const machine = {
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      processor: cpu?.model ?? 'unknown',
      cores: os.availableParallelism(),
    }
    if (json) {
      const found = { machine, packages: Object.fromEntries(versions), backends }
      terminal.print(JSON.stringify(found, null, 2))
      return 0
    }
    const { node, platform, cores, processor } = machine
    terminal.print(`Node.js ${node} on ${platform}, ${cores} cores, ${processor}`)
    terminal.print()
    for (const [name, version] of versions)
      terminal.print(
        name.padEnd(22),
        version ?? styled('dim', `not installed: npm install ${name}`),
      )
    terminal.print()
    terminal.print(renderBackends(backends))
    terminal.print()
    const first = backends.find((b) => b.starts && b.running.device !== 'software-gpu')
    terminal.print(
      first === undefined
        ? styled('red', 'No backend runs: install @tensorflow/tfjs again.')
        : styled('green', `startBackend() takes ${first.backend} here.`),
    )
    return first === undefined ? 1 : 0
  },
})
