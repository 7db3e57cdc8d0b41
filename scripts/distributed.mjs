// `npm run example:distributed` trains LeNet in several processes of Keras on this machine. It
// prepares a Python for that, with JAX, or for `-- --engine ray` with torch and Ray; arguments go
// to the example.
import { preparePython } from './lib/python.mjs'
import { at, main, step } from './lib/run.mjs'
import { prepareKeras, requirements } from './native.mjs'
import { start } from './start.mjs'

const prepareRay = () =>
  preparePython(
    at('.cache', 'ray'),
    requirements(at('packages', 'keras', 'distributed', 'requirements-ray.txt')),
    'Keras cannot train under Ray',
  )

main(async () => {
  const args = process.argv.slice(2)
  const isRay = /--engine[= ]ray\b/.test(args.join(' '))
  const python = isRay
    ? await step('Keras, torch and Ray', prepareRay)
    : await step('Keras and JAX', prepareKeras)
  await start('distributed', ['--python', python, ...args])
})
