// The starter projects of `layersmith new`, as a user gets them: made by the packed command,
// trained with the scripts of their package.json, and their pages bundled and used in a browser.
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, run } from './run.mjs'

const starters = {
  'program-ts': [],
  'program-js': ['--javascript'],
  'page-ts': ['--vite'],
  'page-js': ['--vite', '--javascript'],
}

/** Draws a vertical bar on the page, as a user would, and logs what the page says about it. */
const user = `<script type="module">
const [canvas, output] = ['canvas', 'output'].map((name) => document.querySelector(name))
const next = async (before) => {
  while (output.value === before) await new Promise((resolve) => setTimeout(resolve, 50))
  return output.value
}
const empty = await next('loading')
const { left, top, width } = canvas.getBoundingClientRect()
const pointer = (type, row) => canvas.dispatchEvent(new PointerEvent(type, {
  buttons: 1, clientX: left + width * 8.5 / 16, clientY: top + width * (row + 0.5) / 16,
}))
pointer('pointerdown', 0)
for (let row = 0; row < 16; row++) pointer('pointermove', row)
pointer('pointerup', 15)
console.log('the page says: ' + await next(empty))
</script>
`
const said = /the page says: horizontal (\d+) %, vertical (\d+) % \(on (\w+)\)/

/**
 * @param folder where npm has installed the packed packages, tsx and vite
 * @param visit serves the bundled page of a folder and returns what the browser's console says
 */
export async function tryStarters(folder, visit) {
  const shell = async (command, cwd) => {
    // a developer's own settings must not change a new project
    const env = { ...process.env, EPOCHS: undefined }
    return (await run(command, [], { cwd, env, shell: true, capture: true })).output
  }
  for (const [name, options] of Object.entries(starters)) {
    const place = path.join(folder, name)
    await shell(`npx layersmith new ${[name, ...options].join(' ')}`, folder)
    const npm = (script) => shell(`npm run ${script}`, place)
    const expected = async (script, pattern) => {
      const output = await npm(script)
      const match = pattern.exec(output)
      if (match === null)
        throw new Failed(`npm run ${script} of ${name} did not say ${pattern}:\n${output}`)
      return match
    }
    await expected('summary', /Parameters: /)
    const [, accuracy] = await expected('train', /accuracy (\d\.\d+)\nsaved to/)
    if (!(accuracy > 0.9)) throw new Failed(`${name} learned too little: accuracy ${accuracy}`)
    if (!options.includes('--vite')) {
      await expected('predict', /(it says (horizontal|vertical), right is \2\n){4}/)
      console.log(`${name}: accuracy ${accuracy}, predicts`)
      continue
    }
    await npm('build')
    appendFileSync(path.join(place, 'dist', 'index.html'), user)
    const [answer, lies, stands, backend] = said.exec(await visit(place, said))
    if (!(Number(stands) > Number(lies) && backend === 'wasm'))
      throw new Failed(`the page of ${name} takes a bar that stands for another: ${answer}`)
    console.log(`${name}: accuracy ${accuracy}, ${answer}`)
  }
}
