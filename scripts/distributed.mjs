// `npm run example:distributed` trains LeNet in several processes of Keras on this machine. It
// prepares a Python for that; arguments go to the example.
import { main, step } from './lib/run.mjs'
import { prepareKeras } from './native.mjs'
import { start } from './start.mjs'

main(async () => {
  const python = await step('Keras and JAX', prepareKeras)
  await start('distributed', ['--python', python, ...process.argv.slice(2)])
})
