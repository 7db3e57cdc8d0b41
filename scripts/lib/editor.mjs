// What an editor shows: a method's hover has its documentation and a signature that a person can
// read, go-to-definition lands in the kind's own file, and options complete. It asks the language
// service, on the built declarations.
import { at } from './run.mjs'

const file = at('budgets', 'types', 'editor.ts') // never written; there the packages' names resolve
const source = `import { block, input } from 'layersmith'
const features = block().conv(6, 4, { activation: 'relu' }).bn().pool(2)
const net = input([28, 28, 1]).pipe(features).tap('a').flatten().dense(10)
input([28, 28, 1]).conv(6, 4, { stri
`
const HOVERS = [
  [
    'features =',
    'const features: Block<Open<[Conv<6, 4, 1, "valid", 1>, Pool<2, 2, "valid">]>, ' +
      '"weights" | "batchStatistics">',
  ],
  [
    'net =',
    'const net: Block<Tapped<[28, 28, 1], [10], { a: [12, 12, 6]; }>, ' +
      '"weights" | "batchStatistics" | "taps">',
  ],
]
const DOCUMENTED = [
  ['conv(6', 'A 2-D convolution', 'kinds/families/convolution/conv'],
  ['bn()', 'Batch normalization', 'kinds/families/normalization/bn'],
  ['pool(2', 'The maximum (or average) of each window', 'kinds/families/pooling/pool'],
  ['tap(', 'Names this place', 'composites/tap'],
  ['flatten()', 'Joins all axes', 'kinds/families/reshaping/flatten'],
]

const service = (ts) =>
  ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = name === file ? source : ts.sys.readFile(name)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => at(),
    getCompilationSettings: () => ({
      strict: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      skipLibCheck: true,
      types: [],
    }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    realpath: ts.sys.realpath,
  })

/** Returns what is wrong. */
export async function editor() {
  const { default: ts } = await import('typescript') // not there before set-up
  const problems = []
  const language = service(ts)
  for (const [word, wanted] of HOVERS) {
    const got = ts
      .displayPartsToString(
        language.getQuickInfoAtPosition(file, source.indexOf(word))?.displayParts,
      )
      .replace(/\s+/g, ' ')
    if (got !== wanted) problems.push(`the hover of "${word}" is\n  ${got}\nnot\n  ${wanted}`)
  }
  for (const [word, documentation, home] of DOCUMENTED) {
    const place = source.indexOf(word)
    const got = ts.displayPartsToString(language.getQuickInfoAtPosition(file, place)?.documentation)
    if (!got.includes(documentation))
      problems.push(`the hover of "${word}" has no documentation "${documentation}": ${got}`)
    const target = language.getDefinitionAtPosition(file, place)?.[0]?.fileName ?? 'nowhere'
    if (!target.includes(home))
      problems.push(`go-to-definition of "${word}" lands in ${target}, not in ${home}`)
  }
  const options =
    language
      .getCompletionsAtPosition(file, source.indexOf('{ stri') + 6, {})
      ?.entries.map(({ name }) => name) ?? []
  for (const name of ['padding', 'dilation', 'activation', 'kernelInitializer'])
    if (!options.includes(name))
      problems.push(`the options of conv do not complete to ${name}: ${options.join(', ')}`)
  return problems
}
