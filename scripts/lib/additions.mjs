// CONTRIBUTING.md's examples of a new kind and a new composite, applied to a copy of the sources:
// they must compile and run, and a kind or a composite with a facet missing must not. The files
// that CONTRIBUTING.md names must exist.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { Failed, at, node } from './run.mjs'
import { compilers } from './typescript.mjs'

const folder = at('.cache', 'additions')
const core = path.join(folder, 'packages', 'core')
const source = path.join(core, 'src')

/** What each of the two additions must do, and which facets it cannot leave out. */
const additions = [
  {
    name: 'clippedRelu',
    file: /families/,
    list: 'packages/core/src/kinds/all.ts',
    facets: ['held', 'shape', 'params', 'flops', 'classes', 'config', 'args'],
    program: `const p = plan(input([8]).clippedRelu(3).clippedRelu(3))
      show([p.outputs[0].shape, p.instances.map((i) => i.layer)])`,
    gives: [[8], [{ className: 'ReLU', config: { maxValue: 3 } }]],
  },
  {
    name: 'grow',
    file: /composites\/grow/,
    list: 'packages/core/src/composites/all.ts',
    facets: ['kind', 'noun', 'parts', 'size', 'walk', 'json', 'write', 'read', 'source'],
    program: `const net = input([8, 8, 4]).grow(block().conv(12, 3, { padding: 'same' }))
      const p = plan(net)
      const again = fromJSON(toJSON(net)).right
      const paths = p.positions.map((x) => x.path)
      show([net.shape, paths, again.shape, toSource(net).split('\\n')[2]])`,
    gives: [
      [8, 8, 16],
      ['grow1.conv1', 'grow1.concat1'],
      [8, 8, 16],
      "export const net = input([8, 8, 4]).grow(block().conv(12, 3, { padding: 'same' }))",
    ],
  },
]

/** The fences that name a file: [tag, file, text]. */
const fences = (text) =>
  [...text.matchAll(/^```(ts|diff) file=(\S+)\n([\s\S]*?)^```$/gm)].map((m) => m.slice(1))

/**
 * Applies a diff without line numbers: every line but the added ones must be there, in this order.
 */
function patched(text, diff, file) {
  const [out, rest] = [[], text.split('\n')]
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('+')) {
      out.push(line.slice(1))
      continue
    }
    const i = rest.indexOf(line.slice(1))
    if (i === -1) throw new Failed(`CONTRIBUTING.md: ${file} has no line "${line.slice(1)}"`)
    out.push(...rest.splice(0, i + 1))
    if (line.startsWith('-')) out.pop()
  }
  return [...out, ...rest].join('\n')
}

/** A copy of core's sources, which a compiler and a bundler can work on. */
function copySources() {
  rmSync(folder, { recursive: true, force: true })
  cpSync(at('packages', 'core', 'src'), source, { recursive: true })
  symlinkSync(at('packages', 'core', 'node_modules'), path.join(core, 'node_modules'), 'junction')
  writeFileSync(path.join(core, 'package.json'), '{ "type": "module" }')
  const compilerOptions = {
    noEmit: true,
    declaration: false,
    declarationMap: false,
    types: [],
    paths: {},
  }
  writeFileSync(
    path.join(core, 'tsconfig.json'),
    JSON.stringify({ extends: at('tsconfig.base.json'), compilerOptions, include: ['src'] }),
  )
}

/** With the native compiler. Returns what it says. */
async function compile() {
  const { tsc, flags } = compilers.find(({ version }) => version === '7.0')
  const { code, output } = await node(tsc, ['-p', 'tsconfig.json', '--pretty', 'false', ...flags], {
    capture: true,
    allowFailure: true,
    cwd: core,
  })
  return code === 0 ? '' : output
}

async function run(program) {
  const { build } = await import('esbuild') // not there before set-up
  const outfile = path.join(folder, 'core.mjs')
  const entryPoints = [path.join(source, 'index.ts')]
  const options = { bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' }
  await build({ entryPoints, outfile, ...options })
  const names = 'block, fromJSON, input, plan, toJSON, toSource'
  const whole = `import { ${names} } from ${JSON.stringify(outfile)}
    const show = (x) => console.log(JSON.stringify(x))
    ${program}`
  const { output } = await node('--input-type=module', ['-e', whole], { capture: true })
  return output.trim()
}

/** A facet's lines in a definition: its own, and those up to the one that closes it. */
const definitionOf = (facet) =>
  new RegExp(`^( {2,4})${facet}: (.*[^{]|.*{\\n(\\1 .*\\n)*\\1}.*)\\n`, 'm')

/** What the compiler says about each file, in one text per file. */
function byFile(output) {
  const said = new Map()
  let file
  for (const line of output.split('\n')) {
    file = /^(\S+?)\(\d+,\d+\): /.exec(line)?.[1] ?? file
    said.set(file, `${said.get(file) ?? ''}${line}\n`)
  }
  return (name) => said.get(path.relative(core, path.join(folder, name))) ?? ''
}

/** Copies of each addition, each with a facet left out, to be compiled all at once. */
const incomplete = (steps) =>
  additions.flatMap(({ name, file, facets }) => {
    const [, target, text] = steps.find((step) => file.test(step[1]))
    return facets.map((facet) => {
      const left = text.replace(definitionOf(facet), '')
      if (left === text) throw new Failed(`CONTRIBUTING.md: ${target} has no ${facet}`)
      return { name, facet, left, copy: target.replace(/\.ts$/, `-without-${facet}.ts`) }
    })
  })

/** Every facet is required: without it the compiler names it and its owner. */
async function withoutFacets(steps) {
  const copies = incomplete(steps)
  for (const { copy, left } of copies) writeFileSync(path.join(folder, copy), left)
  const said = byFile(await compile())
  for (const { copy } of copies) rmSync(path.join(folder, copy))
  return copies
    .filter(
      ({ name, facet, copy }) =>
        !said(copy).includes(`Property '${facet}' is missing`) ||
        !said(copy).toLowerCase().includes(name.toLowerCase()),
    )
    .map(
      ({ name, facet, copy }) =>
        `${name} without ${facet} compiles, or the message does not name both:\n${said(copy)}`,
    )
}

/** A file without its line in the list does not compile either. */
async function withoutLines() {
  for (const { list } of additions) writeFileSync(path.join(folder, list), readFileSync(at(list)))
  const said = await compile()
  return additions
    .filter(({ name }) => !said.includes(name))
    .map(({ name, list }) => `${name} without its line in ${list} compiles:\n${said}`)
}

/** Files that the text names and that do not exist; those that the examples add do not count. */
const missing = (text, added) =>
  [...text.matchAll(/`(packages\/[\w./-]+\.ts)`/g)]
    .map(([, name]) => name)
    .filter((name) => !added.includes(name) && !existsSync(at(name)))
    .map((name) => `CONTRIBUTING.md names ${name}, which does not exist`)

/** Returns what is wrong. */
export async function newKindAndComposite(file) {
  const text = readFileSync(file, 'utf8')
  const steps = fences(text)
  const absent = additions.filter((one) => !steps.some(([, name]) => one.file.test(name)))
  if (absent.length > 0) return absent.map(({ name }) => `CONTRIBUTING.md: no example adds ${name}`)
  copySources()
  for (const [tag, name, body] of steps) {
    const target = path.join(folder, name)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, tag === 'ts' ? body : patched(readFileSync(target, 'utf8'), body, name))
  }
  const said = await compile()
  if (said !== '') return [`CONTRIBUTING.md: the examples do not compile:\n${said}`]
  const problems = missing(
    text,
    steps.map(([, name]) => name),
  )
  for (const one of additions) {
    const got = await run(one.program)
    const wanted = JSON.stringify(one.gives)
    if (got !== wanted) problems.push(`CONTRIBUTING.md: ${one.name} gives ${got}, not ${wanted}`)
  }
  return [...problems, ...(await withoutFacets(steps)), ...(await withoutLines())]
}
