// Documentation that cannot lie: every TypeScript fence in the Markdown files and every @example in
// the sources must compile against the built declarations and run on the built packages.
//   ```ts                must compile and run; an expression or a logged value that is followed by
//                        a value (`x.shape // [10]`) must equal it
//   ```ts fails="text"   must not compile, and the compiler's message must contain the text
//   ```ts throws="text"  must compile, and throw an error that contains the text
//   ```ts module=name    can also be imported by other fences, as './name.js'
//   ```ts file=path      belongs to CONTRIBUTING.md's examples of additions, see lib/additions.mjs,
//                        or to the files of the commands, see lib/command-outputs.mjs
// The before and after of packages/wasm-kernels are two programs: one runs, the other fails as
// documented. `node scripts/docs.mjs --update` rewrites what is generated: the table of kinds in
// the README, that of architectures in the zoo's, that of operators in that of @layersmith/onnx,
// what the commands print in that of the cli, the pictures in that of @layersmith/draw, and the
// table and pictures of the results in that of @layersmith/bench.
// Given names of files, the script checks only those:
// `node scripts/docs.mjs docs/from-subclass-to-block.md`.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { benchReadme } from './lib/bench-readme.mjs'
import { commandOutputs } from './lib/command-outputs.mjs'
import { untrained, wasmKernels } from './lib/before-after.mjs'
import { kindTable } from './lib/kind-table.mjs'
import { deadLinks } from './lib/links.mjs'
import { newKindAndComposite } from './lib/additions.mjs'
import { operatorTables } from './lib/operator-table.mjs'
import { Failed, at, isMain, main, node } from './lib/run.mjs'
import { pictures } from './lib/pictures.mjs'
import { compilers } from './lib/typescript.mjs'
import { files, projects } from './lib/workspace.mjs'
import { zooTable } from './lib/zoo-table.mjs'

const folder = at('.cache', 'docs')
const shown = (file, line) => `${path.relative(at(), file)}:${line}`

/** The fences in one Markdown file. */
function fences(file) {
  const found = []
  let open = null
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((text, i) => {
      const mark = /^\s*```(.*)$/.exec(text)
      if (mark === null) return open?.lines.push(text)
      if (open !== null) {
        if (/^ts\b/.test(open.tag) && !open.tag.includes('file=')) found.push(open)
        open = null
      } else open = { tag: mark[1].trim(), lines: [], place: shown(file, i + 1) }
    })
  if (open !== null) throw new Failed(`${open.place}: this fence is never closed`)
  return found
}

/** The examples in the doc comments of one source file. */
function examples(file) {
  const found = []
  let open = null
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((text, i) => {
      if (/^\s*\*\s*@example\s*$/.test(text))
        open = { tag: 'ts', lines: [], place: shown(file, i + 1) }
      else if (open !== null && /^\s*\*(\/|\s*@)/.test(text)) {
        found.push(open)
        open = null
      } else open?.lines.push(text.replace(/^\s*\* ?/, ''))
    })
  return found
}

const option = (tag, name) =>
  new RegExp(`${name}="([^"]*)"|${name}=(\\S+)`)
    .exec(tag)
    ?.slice(1)
    .find((v) => v !== undefined)

const value = /\[.*\]|\{.*\}|-?\d[\d_]*|'[^']*'|true|false|undefined|null/
const notAnExpression = /const |let |import |export |return |if |for |\/\//
const assertion = new RegExp(
  `^(\\s*)(?!${notAnExpression.source})([^/].*?) // (${value.source})(?:[,:;] .*)?$`,
)

/** Turns `expression // value` into an assertion; any other comment is only a comment. */
function asserted(line) {
  const found = assertion.exec(line)
  if (found === null) return line
  const [, indent, logged, wanted] = found
  const expression = logged.replace(/;$/, '').replace(/^console\.log\((.*)\)$/, '$1')
  return `${indent}__is(${expression}, ${wanted}, ${JSON.stringify(line.trim())})`
}

/** On one line, so that line numbers in stack traces are off by one only. */
const helper = `${[
  'const __is = (got, wanted, line) => {',
  "const text = (x) => JSON.stringify(x) ?? 'undefined';",
  'if (text(got) !== text(wanted))',
  "throw new Error('not what the documentation says: ' + line + ' (got ' + text(got) + ')')",
  '}',
].join(' ')}\n`

/** Every file that may contain fences or examples. */
const documented = () =>
  [
    at('README.md'),
    at('CONTRIBUTING.md'),
    ...files(at('docs')),
    ...projects().flatMap(({ folder: f }) => [
      at(f, 'README.md'),
      ...(f.startsWith('packages/') ? files(at(f, 'src')) : []),
    ]),
  ].filter((file) => /\.(md|ts)$/.test(file) && existsSync(file))

/** Writes every fence and example of these files to a file of its own. */
function collect(from) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const names = new Set()
  return from
    .flatMap((file) => (file.endsWith('.md') ? fences(file) : examples(file)))
    .map((fence, i) => {
      const name = `${option(fence.tag, 'module') ?? `fence${i + 1}`}.ts`
      if (names.has(name)) throw new Failed(`${fence.place}: there is already a module ${name}`)
      names.add(name)
      const one = {
        ...fence,
        name,
        file: path.join(folder, name),
        fails: option(fence.tag, 'fails'),
        throws: option(fence.tag, 'throws'),
      }
      writeFileSync(one.file, `${fence.lines.join('\n')}\nexport {}\n`)
      return one
    })
}

async function compile(all) {
  const { tsc, flags } = compilers.find(({ version }) => version === '7.0')
  const config = path.join(folder, 'tsconfig.json')
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: 'es2022',
        lib: ['es2023', 'dom'],
        module: 'nodenext',
        moduleResolution: 'nodenext',
        types: ['node'],
      },
      files: all.map(({ name }) => name),
    }),
  )
  const { output } = await node(tsc, ['-p', config, '--pretty', 'false', ...flags], {
    capture: true,
    allowFailure: true,
    cwd: folder,
  })
  const said = new Map(all.map(({ name }) => [name, []]))
  for (const line of output.split('\n').filter((l) => l.trim() !== '')) {
    const head = /^(\S+?)\((\d+),\d+\): (.*)$/.exec(line)
    if (head !== null && said.has(head[1])) said.get(head[1]).push(head[3])
    else if (head === null && /^\s/.test(line)) continue
    else throw new Failed(line)
  }
  return all.flatMap(({ name, place, fails }) => {
    const errors = said.get(name)
    if (fails === undefined) return errors.map((e) => `${place}: ${e}`)
    return errors.some((e) => e.includes(fails))
      ? []
      : [
          `${place}: should fail with "${fails}"; ` +
            `the compiler says ${errors.join(' / ') || 'nothing'}`,
        ]
  })
}

/** Runs what compiles, in a single process, because TensorFlow.js takes a second to load. */
async function execute(all) {
  const { transform } = await import('esbuild') // not there before set-up
  const runnable = all.filter(({ fails }) => fails === undefined)
  for (const one of runnable) {
    const { code } = await transform(helper + one.lines.map(asserted).join('\n'), {
      loader: 'ts',
      format: 'esm',
      target: 'es2022',
    })
    writeFileSync(one.file.replace(/\.ts$/, '.js'), code)
  }
  const runner = path.join(folder, 'run.mjs')
  const programs = runnable.map(({ name, place, throws }) => ({
    module: `./${name.replace(/\.ts$/, '.js')}`,
    place,
    throws,
  }))
  writeFileSync(
    runner,
    `
const wrong = []
console.log = console.info = () => {}
process.chdir(${JSON.stringify(folder)})
for (const { module, place, throws } of ${JSON.stringify(programs)}) {
  try {
    await import(module)
    if (throws !== undefined) wrong.push(place + ': should throw "' + throws + '" but does not')
  } catch (e) {
    if (throws === undefined || !String(e?.message).includes(throws))
      wrong.push(place + ': ' + (e?.stack ?? e))
  }
}
process.stdout.write(JSON.stringify(wrong) + '\\n')
process.exit(0)
`,
  )
  const { output } = await node(runner, [], { capture: true })
  return JSON.parse(output.trim().split('\n').at(-1))
}

/** Runs each of the two in a Node of its own, in a folder that sees the project's node_modules. */
async function beforeAndAfter() {
  const { place, ...programs } = wasmKernels().node
  mkdirSync(folder, { recursive: true })
  const run = (name) => {
    const file = path.join(folder, `${name}.mjs`)
    writeFileSync(file, programs[name])
    return node(file, [], { capture: true, allowFailure: true })
  }
  const [before, after] = [await run('before'), await run('after')]
  return [
    ...(before.code === 0 || !before.output.includes(untrained)
      ? [`${place}: before should fail with "${untrained}" but ends with ${before.code}`]
      : []),
    ...(after.code === 0 ? [] : [`${place}: after ends with ${after.code}: ${after.output}`]),
  ]
}

export async function docs(args = []) {
  const named = args.filter((arg) => !arg.startsWith('--')).map((arg) => at(arg))
  const problems =
    named.length > 0
      ? []
      : [
          ...(await kindTable(at('README.md'), args.includes('--update'))),
          ...(await zooTable(at('packages', 'zoo', 'README.md'), args.includes('--update'))),
          ...(await operatorTables(at('packages', 'onnx', 'README.md'), args.includes('--update'))),
          ...commandOutputs(at('packages', 'cli', 'README.md'), args.includes('--update')),
          ...(await pictures(at('packages', 'draw', 'pictures'), args.includes('--update'))),
          ...(await benchReadme(args.includes('--update'))),
          ...(await newKindAndComposite(at('CONTRIBUTING.md'))),
          ...(await beforeAndAfter()),
          ...deadLinks(),
        ]
  const all = collect(named.length > 0 ? named : documented())
  problems.push(...(await compile(all)))
  if (problems.length === 0) problems.push(...(await execute(all)))
  if (problems.length > 0) throw new Failed(problems.join('\n'))
  const failing = all.filter((f) => f.fails !== undefined || f.throws !== undefined)
  console.log(
    `${all.length} fences and examples compile and run; ${failing.length} fail as documented`,
  )
}

if (isMain(import.meta.url)) main(() => docs(process.argv.slice(2)))
