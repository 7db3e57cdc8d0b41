// Builds every project that has a tsdown.config.ts, each as soon as those it needs are built, and
// skips what has not changed since its last build.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { declarations } from './lib/declarations.mjs'
import { at, isMain, main, node, seconds } from './lib/run.mjs'
import { fingerprint, projects } from './lib/workspace.mjs'
import { wasm } from './wasm.mjs'

const cache = at('.cache', 'build')
const tsdown = at('node_modules', 'tsdown', 'dist', 'run.mjs')
/** What every build depends on besides its own files. */
const common = [
  'tsconfig.base.json',
  'pnpm-lock.yaml',
  'scripts/lib/tsdown.mjs',
  'scripts/lib/declarations.mjs',
].map((file) => at(file))

async function buildOne({ folder, name, manifest }, needed) {
  const stamp = at('.cache', 'build', `${name.replace('/', '+')}.txt`)
  const own = [
    'src',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'tsdown.config.ts',
  ].map((file) => at(folder, file))
  const state = fingerprint([...own, ...common], ...needed)
  // with the output in the fingerprint, a build that was cut off or changed by hand does not count
  // as finished
  const finished = () => `${state}\n${fingerprint([at(folder, 'dist')])}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === finished()) {
    console.log(`${name}: up to date`)
    return state
  }
  rmSync(stamp, { force: true })
  const since = performance.now()
  // a warning fails the build, so the output of a successful build says nothing new
  await node(tsdown, ['--logLevel', 'warn'], {
    cwd: at(folder),
    capture: true,
    env: { ...process.env, NO_COLOR: '1' },
  })
  if (manifest.types !== undefined) await declarations(folder)
  console.log(`${name}: built in ${seconds(since)}`)
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, finished())
  return state
}

export async function build() {
  // only the packages with a module in them wait for it
  const modules = wasm()
  const all = projects().filter(({ folder }) => existsSync(at(folder, 'tsdown.config.ts')))
  const started = new Map()
  const start = (project, chain) => {
    if (chain.includes(project.name))
      throw new Error(`These need each other: ${[...chain, project.name].join(' → ')}`)
    if (!started.has(project.name)) {
      const needed = all
        .filter(({ name }) => project.needs.includes(name))
        .map((other) => start(other, [...chain, project.name]))
      const ready = existsSync(at(project.folder, 'assembly')) ? modules : undefined
      started.set(
        project.name,
        Promise.all([Promise.all(needed), ready]).then(([states]) => buildOne(project, states)),
      )
    }
    return started.get(project.name)
  }
  await Promise.all(all.map((project) => start(project, [])))
}

if (isMain(import.meta.url)) main(build)
