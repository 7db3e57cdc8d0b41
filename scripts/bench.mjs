// `npm run bench -- feature-extractor [options]`: one of the benchmarks. Those with a measure.mjs run on the built packages.
import { existsSync, readdirSync } from 'node:fs'
import { Failed, at, main, node } from './lib/run.mjs'
import { build } from './build.mjs'
import { setup } from './setup.mjs'

const [name, ...args] = process.argv.slice(2)
const entries = (folder) => [at('benchmarks', folder, 'tsdown.config.ts'), at('benchmarks', folder, 'measure.mjs')]
const known = readdirSync(at('benchmarks')).filter((folder) => entries(folder).some((file) => existsSync(file)))

main(async () => {
  if (!known.includes(name)) throw new Failed(`npm run bench -- <name> [options], with one of ${known.join(', ')}; got ${name === undefined ? 'none' : `"${name}"`}`, 2)
  await setup()
  await build()
  const [project, script] = entries(name)
  const { code } = await node(existsSync(project) ? at('benchmarks', name, 'dist', 'main.js') : script, args, { allowFailure: true })
  // what went wrong has been said
  process.exitCode = typeof code === 'number' ? code : 1
})
