// CONTRIBUTING.md's example of a new kind, applied to a copy of the sources: it must compile and
// run, and a kind with a facet missing must not.
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, at, node } from './run.mjs'
import { compilers } from './typescript.mjs'

const KIND = 'clippedRelu'
const folder = at('.cache', 'new-kind')
const source = path.join(folder, 'packages', 'core', 'src')

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

/** The native compiler: eight programs in a few seconds. */
async function compile() {
  const { tsc } = compilers.find(({ version }) => version === '7.0')
  const { code, output } = await node(tsc, ['-p', 'tsconfig.json', '--pretty', 'false'], {
    capture: true,
    allowFailure: true,
    cwd: path.join(folder, 'packages', 'core'),
  })
  return code === 0 ? '' : output
}

/** Returns what is wrong. */
export async function newKind(file) {
  rmSync(folder, { recursive: true, force: true })
  cpSync(at('packages', 'core', 'src'), source, { recursive: true })
  symlinkSync(
    at('packages', 'core', 'node_modules'),
    path.join(folder, 'packages', 'core', 'node_modules'),
    'junction',
  )
  writeFileSync(path.join(folder, 'packages', 'core', 'package.json'), '{ "type": "module" }')
  writeFileSync(
    path.join(folder, 'packages', 'core', 'tsconfig.json'),
    JSON.stringify({
      extends: at('tsconfig.base.json'),
      compilerOptions: {
        noEmit: true,
        declaration: false,
        declarationMap: false,
        types: [],
        paths: {},
      },
      include: ['src'],
    }),
  )
  const steps = fences(readFileSync(file, 'utf8'))
  if (steps.length < 2) return ['CONTRIBUTING.md: the example of a new kind is missing']
  for (const [tag, name, text] of steps) {
    const target = path.join(folder, name)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, tag === 'ts' ? text : patched(readFileSync(target, 'utf8'), text, name))
  }
  const problems = []
  const said = await compile()
  if (said !== '') return [`CONTRIBUTING.md: the new kind does not compile:\n${said}`]

  const { build } = await import('esbuild') // not there before set-up
  const outfile = path.join(folder, 'core.mjs')
  await build({
    entryPoints: [path.join(source, 'index.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'silent',
  })
  const run = `import { input, plan } from ${JSON.stringify(outfile)}; const p = plan(input([8]).${KIND}(3).${KIND}(3)); console.log(JSON.stringify([p.outputs[0].shape, p.instances.map((i) => i.layer)]))`
  const { output } = await node('--input-type=module', ['-e', run], { capture: true })
  const wanted = JSON.stringify([[8], [{ className: 'ReLU', config: { maxValue: 3 } }]])
  if (output.trim() !== wanted)
    problems.push(`CONTRIBUTING.md: the new kind gives ${output.trim()}, not ${wanted}`)

  // every facet is required: without it the compiler names the kind
  const [, name, text] = steps[0]
  for (const facet of ['held', 'shape', 'params', 'flops', 'classes', 'config', 'args']) {
    writeFileSync(path.join(folder, name), text.replace(new RegExp(`^  ${facet}: .*\n`, 'm'), ''))
    const without = await compile()
    if (!without.includes(`Property '${facet}' is missing`) || !without.includes(KIND))
      problems.push(
        `a kind without ${facet} compiles, or the message does not name both:\n${without}`,
      )
  }
  return problems
}
