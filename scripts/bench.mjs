// `npm run bench -- feature-extractor [options]` runs measure.mjs of one benchmark on the built
// packages.
import { existsSync, readdirSync } from 'node:fs'
import { Failed, at, main, node } from './lib/run.mjs'
import { build } from './build.mjs'
import { setup } from './setup.mjs'

const [name, ...args] = process.argv.slice(2)
const measure = (folder) => at('benchmarks', folder, 'measure.mjs')
const known = readdirSync(at('benchmarks')).filter((folder) => existsSync(measure(folder)))

main(async () => {
  if (!known.includes(name))
    throw new Failed(
      `npm run bench -- <name> [options]: the name is one of ${known.join(', ')}; ` +
        (name === undefined ? 'none was given' : `got "${name}"`),
      2,
    )
  await setup()
  await build()
  const { code } = await node(measure(name), args, { allowFailure: true })
  // the benchmark has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
})
