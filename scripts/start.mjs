// `npm start`: trains LeNet on MNIST. Arguments go to the example: `npm start -- --images 6000`.
import { at, main, node } from './lib/run.mjs'
import { build } from './build.mjs'
import { setup } from './setup.mjs'

main(async () => {
  await setup()
  await build()
  // Ctrl-C reaches the whole group: the example ends the batch and says so, this script waits for it
  process.on('SIGINT', () => undefined)
  const { code } = await node(at('examples', 'lenet-mnist', 'dist', 'main.js'), process.argv.slice(2), { cwd: at('examples', 'lenet-mnist'), allowFailure: true })
  // what went wrong has been said
  process.exitCode = typeof code === 'number' ? code : 1
})
