// What a net costs the compiler: the instantiations of one file against the built declarations, in
// every TypeScript that users may have, compared with budgets.json.
// `node budgets/types/measure.mjs resnet50 lenet` measures only those two.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, at, isMain, main, node } from '../../scripts/lib/run.mjs'
import { compilers } from '../../scripts/lib/typescript.mjs'
import { inPairs } from '../../scripts/lib/pairs.mjs'
import { files } from '../../scripts/lib/workspace.mjs'
import { generate } from './generate.mjs'

const here = at('budgets', 'types')

/** The options of a strict user; the nets find the built packages through node_modules. */
const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'es2022',
  lib: ['es2023', 'dom'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: [],
}

/**
 * Builds each net as a project of its own, in one process, which parses the declarations that they
 * share only once: a quarter of the time.
 */
async function run(nets, { version, tsc, flags }) {
  const folder = path.join(here, '.cache')
  mkdirSync(folder, { recursive: true })
  const configs = nets.map(([name, file]) => {
    const config = `${name}.${version}.json`
    writeFileSync(path.join(folder, config), JSON.stringify({ compilerOptions, files: [file] }))
    return config
  })
  const say = ['--verbose', '--extendedDiagnostics', '--pretty', 'false']
  const { code, output } = await node(tsc, ['--build', ...configs, '--force', ...say, ...flags], {
    capture: true,
    allowFailure: true,
    cwd: folder,
  })
  const parts = output.split(/^.*Building project '/m)
  const found = nets.map(([name], i) => {
    const said = parts.find((part) => part.startsWith(`${configs[i]}'`)) ?? output
    const count = /^Instantiations:\s*([\d,]+)/m.exec(said)?.[1]
    if (count === undefined)
      throw new Error(`TypeScript ${version} printed no count for ${name}:\n${said}`)
    const errors = said.split('\n').filter((line) => /error TS\d+/.test(line))
    return { name, version, count: Number(count.replaceAll(',', '')), errors }
  })
  if (code !== 0 && found.every(({ errors }) => errors.length === 0))
    throw new Error(`TypeScript ${version} ended with ${code}:\n${output}`)
  return found
}

/** Asks the compiler's API about all nets in one process, which takes a fifth of the time. */
async function ask(nets, { version, folder }) {
  const compiler = at('node_modules', folder, 'lib', 'typescript.js')
  const args = [compiler, JSON.stringify(compilerOptions), ...nets.map(([, file]) => file)]
  const { output } = await node(path.join(here, 'count.mjs'), args, { capture: true })
  const lines = output.trim().split('\n')
  return nets.map(([name], i) => ({ name, version, ...JSON.parse(lines[i]) }))
}

/** Measures the nets that `only` names, or all, in these compilers. */
export async function budgets({ only = [], among = compilers } = {}) {
  const limits = JSON.parse(readFileSync(path.join(here, 'budgets.json'), 'utf8'))
  generate()
  const nets = files(path.join(here, 'nets')).map((file) => [path.basename(file, '.ts'), file])
  const unlisted = nets.filter(([name]) => !(name in limits)).map(([name]) => name)
  const missing = [...Object.keys(limits), ...only].filter(
    (name) => !nets.some(([net]) => net === name),
  )
  if (unlisted.length > 0 || missing.length > 0) {
    throw new Error(
      `budgets.json and nets/ differ: no budget for [${unlisted.join(', ')}], ` +
        `no net for [${missing.join(', ')}]`,
    )
  }
  const wanted = nets.filter(([name]) => only.length === 0 || only.includes(name))
  const found = (
    await inPairs(
      among.map(
        (compiler) => () => (compiler.hasApi ? ask(wanted, compiler) : run(wanted, compiler)),
      ),
    )
  ).flat()

  const row = (...cells) =>
    console.log(
      cells
        .map((cell, i) => (i === 0 ? String(cell).padEnd(18) : String(cell).padStart(11)))
        .join(''),
    )
  row('instantiations', ...among.map(({ version }) => version), 'budget')
  const broken = []
  for (const [name] of wanted) {
    const rows = found.filter((one) => one.name === name)
    row(
      name,
      ...rows.map(({ count }) => count.toLocaleString('en')),
      limits[name].toLocaleString('en'),
    )
    for (const { version, count, errors } of rows) {
      if (errors.length > 0)
        broken.push(
          `${name} does not compile on TypeScript ${version}:\n${errors.slice(0, 5).join('\n')}`,
        )
      if (typeof limits[name] === 'number' && count > limits[name])
        broken.push(
          `${name} on TypeScript ${version}: ${count} instantiations, budget ${limits[name]}`,
        )
    }
  }
  if (broken.length > 0) throw new Failed(broken.join('\n'))
}

if (isMain(import.meta.url)) main(() => budgets({ only: process.argv.slice(2) }))
