// `npm start` trains LeNet on MNIST; in the folder of another example it runs that one. Arguments
// go to the example: `npm start -- --images 6000`.
import path from 'node:path'
import { at, isMain, main, node } from './lib/run.mjs'
import { build } from './build.mjs'
import { setup } from './setup.mjs'

/** Sets up, builds, and runs an example. */
export async function start(example, args) {
  const folder = at('examples', example)
  await setup()
  await build()
  // Ctrl-C reaches the whole process group: the example finishes its batch and says so, and this
  // script waits for it
  process.on('SIGINT', () => undefined)
  const { code } = await node(path.join(folder, 'dist', 'main.js'), args, {
    cwd: folder,
    allowFailure: true,
  })
  // the example has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
}

if (isMain(import.meta.url)) {
  const [first = '', ...rest] = process.argv.slice(2)
  const named = /^--example=(.+)$/.exec(first)?.[1]
  main(() =>
    named === undefined ? start('lenet-mnist', process.argv.slice(2)) : start(named, rest),
  )
}
