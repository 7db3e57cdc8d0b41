// Installs the dependencies in the lock file; does nothing when they are already installed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { at, isMain, main, npx } from './lib/run.mjs'
import { fingerprint, projects } from './lib/workspace.mjs'

const stamp = at('node_modules', '.layersmith-setup')

export async function setup() {
  const needed = { major: 20, minor: 19 }
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < needed.major || (major === needed.major && minor < needed.minor)) {
    throw new Error(
      `Node ${needed.major}.${needed.minor} or later is needed; this is ${process.versions.node}`,
    )
  }
  const state = fingerprint(
    [
      at('pnpm-lock.yaml'),
      at('pnpm-workspace.yaml'),
      at('package.json'),
      ...projects().map(({ folder }) => at(folder, 'package.json')),
    ],
    // some packages pick a binary for the platform
    `${process.platform}-${process.arch}`,
  )
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) {
    console.log('Dependencies are up to date')
    return
  }
  const { packageManager } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  // A node_modules from another version is replaced without asking, because in CI nobody could
  // answer.
  await npx([packageManager, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'])
  writeFileSync(stamp, state)
}

if (isMain(import.meta.url)) main(setup)
