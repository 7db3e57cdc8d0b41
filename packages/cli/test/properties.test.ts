// Whatever is typed or stands in a file: an answer, and nothing else.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fileHandler, input, toJSON, toModel } from 'layersmith'
import ts from 'typescript'
import { cli, inFolder } from './support/cli.js'

/** What a terminal would obey. */
// oxlint-disable-next-line no-control-regex -- these are what it looks for
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

const anyText = fc.string({ unit: 'binary', maxLength: 30 })

test('any arguments end with an exit code and what is wrong', () =>
  inFolder((folder) =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('summary', 'source', 'draw', 'convert', 'audit', 'sumary'),
        fc.array(
          fc.oneof(
            anyText,
            fc.constantFrom('--json', '--out', '--to', '--input', '--seed', '--', '-', '=', '3x?'),
          ),
          { maxLength: 4 },
        ),
        async (name, args) => {
          // whatever they name is in a folder that is not there
          const rest = args.map((arg) => (arg.startsWith('-') ? arg : path.join(folder, 'no', arg)))
          const { exit, out, err } = await cli(name, ...rest)
          expect([1, 2]).toContain(exit)
          expect(out).toBe('')
          expect(err).toMatch(/^layersmith: /)
          expect(err).not.toMatch(obeyed)
        },
      ),
      { numRuns: 60 },
    ),
  ))

/** Names that a net can have, among them words of the language and of the source itself. */
const legal = fc.oneof(
  fc.stringMatching(/^[A-Za-z][\w-]{0,10}$/),
  fc.constantFrom('default', 'class', 'eval', 'constructor', 'input', 'block', 'net', 'a--'),
)
const hostile = fc.oneof(
  anyText,
  fc.constantFrom('*/', '${1}', "'", '\\', '`', '\u2028', '\r\n', 'a*/', 'a`${1}', "a')//"),
)

test('any name of a layer is data in a source, if it is one', () =>
  inFolder(async (folder) => {
    let printed = 0
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          hostile.map((text) => ({ text, isName: /^[A-Za-z][\w-]*$/.test(text) })),
          legal.map((text) => ({ text, isName: true })),
        ),
        fc.constantFrom('stem', 'early'),
        async ({ text, isName }, place) => {
          const net = input([4, 4, 2])
            .pipe(input([4, 4, 2]).conv(2, 3, { activation: 'relu' }).as('stem'))
            .tap('early')
          const json = JSON.stringify(toJSON(net), (_, value: unknown) =>
            value === place ? text : value,
          )
          const file = path.join(folder, 'net.json')
          writeFileSync(file, json)
          const { exit, out, err } = await cli('source', file)
          expect(out + err).not.toMatch(obeyed)
          expect(exit).toBe(isName ? 0 : 1)
          if (!isName) return
          expect(out).toContain(text)
          printed++
          const { outputText, diagnostics } = ts.transpileModule(out, {
            reportDiagnostics: true,
            compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
          })
          expect(diagnostics).toEqual([])
          const { statements } = ts.createSourceFile('net.js', outputText, ts.ScriptTarget.ES2022)
          for (const one of statements)
            expect(ts.isImportDeclaration(one) || ts.isVariableStatement(one)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
    expect(printed).toBeGreaterThan(10)
  }))

test('no path in a manifest leads out of the folder', () =>
  inFolder(async (folder) => {
    const saved = path.join(folder, 'saved')
    const built = toModel(input([3]).dense(2), { seed: 1 })
    await built.model.save(fileHandler(saved))
    built.dispose()
    const json = JSON.parse(readFileSync(path.join(saved, 'model.json'), 'utf8'))
    const weights = readFileSync(path.join(saved, json.weightsManifest[0].paths[0]))
    mkdirSync(path.join(folder, 'beside'))
    for (const place of ['.', 'beside']) writeFileSync(path.join(folder, place, 'w.bin'), weights)
    const part = fc.constantFrom('..', '.', 'saved', 'beside', '%2e%2e', '..%2f', '..\\', '')
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        json.weightsManifest[0].paths = [[...parts, 'w.bin'].join('/')]
        writeFileSync(path.join(saved, 'model.json'), JSON.stringify(json))
        // the folder itself has no such file
        const { exit, out } = await cli('summary', saved)
        expect([exit, out]).toEqual([1, ''])
      }),
      { numRuns: 60, examples: [[['..']], [['..', 'beside']], [['', ...folder.split('/')]]] },
    )
  }))
