// Compiles every package's fixtures against the built declarations. A file called mistakes*.ts
// contains wrong programs: what the compiler says about them must equal the text file beside it
// (mistakes.txt, or mistakes.5.9.txt where that version says something else). All other fixtures
// must compile.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failed, at, isMain, main, node, root } from './lib/run.mjs'
import { inPairs } from './lib/pairs.mjs'
import { compilers } from './lib/typescript.mjs'
import { files, projects } from './lib/workspace.mjs'

const isMistakes = (file) => /^mistakes.*\.ts$/.test(path.basename(file))

/**
 * The diagnostics in a compiler's plain output: the first line of each has the position, and the
 * indented lines below belong to it.
 */
function diagnostics(output, folder) {
  const found = []
  for (const line of output.split(/\r?\n/)) {
    const head = /^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/.exec(line)
    if (head !== null) {
      const [, file, row, column, text] = head
      found.push({
        file: path.resolve(folder, file),
        row: Number(row),
        column: Number(column),
        text: [text],
      })
    } else if (/^\s+\S/.test(line) && found.length > 0) {
      found.at(-1).text.push(line)
    } else if (/error TS\d+/.test(line)) {
      throw new Failed(line)
    }
  }
  return found
}

/**
 * What a reader of the snapshot wants to see: the wrong line, with the compiler's words below it.
 */
function snapshot(file, found) {
  const source = readFileSync(file, 'utf8').split('\n')
  return found
    .filter((one) => one.file === file)
    .sort((a, b) => a.row - b.row || a.column - b.column)
    .map(({ row, column, text }) => {
      const line = source[row - 1]
      const indent = line.length - line.trimStart().length
      const words = text.join('\n  ').replaceAll(`${root}/`, '')
      return `${line.trim()}\n${' '.repeat(column - 1 - indent)}^ ${words}\n`
    })
    .join('\n')
}

const textOf = (file, version) =>
  file.replace(/\.ts$/, version === undefined ? '.txt' : `.${version}.txt`)

/** Versions that say the same as TypeScript 6.0 share its text; the others get their own. */
function update(file, said) {
  const usual = said.get('6.0')
  writeFileSync(textOf(file), usual)
  for (const [version, text] of said) {
    if (text === usual) rmSync(textOf(file, version), { force: true })
    else writeFileSync(textOf(file, version), text)
  }
}

function firstDifference(expected, got) {
  const [a, b] = [expected.split('\n'), got.split('\n')]
  const at = a.findIndex((line, i) => line !== b[i])
  const from = at === -1 ? a.length : at
  const some = (lines) =>
    lines
      .slice(Math.max(0, from - 1), from + 4)
      .map((line) => `    ${line}`)
      .join('\n')
  return `  expected\n${some(a)}\n  got\n${some(b)}`
}

async function compile(folder, { version, tsc, flags }) {
  // Emits declarations too: a package that exports a block needs types that can be named.
  const out = at('.cache', 'types', version, path.relative(root, folder))
  const args = [
    '-p',
    folder,
    '--pretty',
    'false',
    '--noEmit',
    'false',
    '--declaration',
    '--emitDeclarationOnly',
    '--rootDir',
    folder,
    '--outDir',
    out,
    ...flags,
  ]
  const { code, output } = await node(tsc, args, { cwd: folder, capture: true, allowFailure: true })
  const found = diagnostics(output, folder)
  if (code !== 0 && found.length === 0)
    throw new Failed(`TypeScript ${version} ended with ${code}:\n${output}`)
  return { version, found }
}

async function matrixOf(folder, among, rewrite) {
  const sources = files(folder).filter((file) => file.endsWith('.ts'))
  const runs = await inPairs(among.map((compiler) => () => compile(folder, compiler)))
  const wrong = []
  for (const file of sources) {
    const name = path.relative(root, file)
    if (!isMistakes(file)) {
      for (const { version, found } of runs) {
        for (const { row, column, text } of found.filter((one) => one.file === file))
          wrong.push(`${name}:${row}:${column} on TypeScript ${version}: ${text.join('\n')}`)
      }
      continue
    }
    const said = new Map(runs.map(({ version, found }) => [version, snapshot(file, found)]))
    if (rewrite) update(file, said)
    for (const [version, got] of said) {
      if (got === '') wrong.push(`${name} compiles on TypeScript ${version}`)
      const text = [textOf(file, version), textOf(file)].find((place) => existsSync(place))
      if (text === undefined)
        wrong.push(`${name} has no text to compare with; npm run types -- --update writes it`)
      else if (readFileSync(text, 'utf8') !== got) {
        wrong.push(
          `TypeScript ${version} says something else about ${name}; ` +
            'if that is intended: npm run types -- --update\n' +
            firstDifference(readFileSync(text, 'utf8'), got),
        )
      }
    }
  }
  const outside = runs.flatMap(({ version, found }) =>
    found
      .filter(({ file }) => !sources.includes(file))
      .map((one) => `${one.file}:${one.row} on TypeScript ${version}: ${one.text[0]}`),
  )
  return { wrong: [...wrong, ...outside], count: sources.length }
}

/** `update` rewrites the text files, for which it needs all compilers. */
export async function typesMatrix({ among = compilers, update = false } = {}) {
  const folders = projects()
    .map(({ folder }) => at(folder, 'test-types', 'fixtures'))
    .filter((folder) => files(folder).some((file) => file.endsWith('.ts')))
  if (folders.length === 0) throw new Failed('No package has fixtures in test-types/fixtures')
  for (const folder of folders) {
    const { wrong, count } = await matrixOf(folder, among, update)
    if (wrong.length > 0) throw new Failed(wrong.join('\n'))
    const versions = among.map(({ version }) => version).join(', ')
    console.log(
      `${path.relative(root, folder)}: ${count} files as expected on TypeScript ${versions}`,
    )
  }
}

if (isMain(import.meta.url)) main(() => typesMatrix({ update: process.argv.includes('--update') }))
