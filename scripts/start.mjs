// `npm start` trains LeNet on MNIST; in the folder of another example it runs that one. Arguments
// go to the example: `npm start -- --images 6000`.
import path from 'node:path'
import { at, main, node } from './lib/run.mjs'
import { build } from './build.mjs'
import { setup } from './setup.mjs'

const [first = '', ...rest] = process.argv.slice(2)
const named = /^--example=(.+)$/.exec(first)?.[1]
const folder = at('examples', named ?? 'lenet-mnist')

main(async () => {
  await setup()
  await build()
  // Ctrl-C reaches the whole process group: the example finishes its batch and says so, and this
  // script waits for it
  process.on('SIGINT', () => undefined)
  const { code } = await node(
    path.join(folder, 'dist', 'main.js'),
    named === undefined ? process.argv.slice(2) : rest,
    { cwd: folder, allowFailure: true },
  )
  // the example has already said what went wrong
  process.exitCode = typeof code === 'number' ? code : 1
})
