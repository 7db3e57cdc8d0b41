// Counts the instantiations of nets with a compiler's JavaScript API. One process does all nets, so
// it parses the declarations that they share only once; each net still has a checker of its own,
// and the counts are those of `tsc --extendedDiagnostics`.
// `node count.mjs <compiler> <options as JSON> <file>...` prints one line of JSON for each file.
import { pathToFileURL } from 'node:url'

const [compiler, options, ...files] = process.argv.slice(2)
const { default: ts } = await import(pathToFileURL(compiler))
const compilerOptions = ts.convertCompilerOptionsFromJson(
  JSON.parse(options),
  process.cwd(),
).options

const host = ts.createCompilerHost(compilerOptions)
const parse = host.getSourceFile
const parsed = new Map()
host.getSourceFile = (name, ...rest) => {
  if (!parsed.has(name)) parsed.set(name, parse(name, ...rest))
  return parsed.get(name)
}

for (const file of files) {
  const program = ts.createProgram([file], compilerOptions, host)
  const errors = ts.getPreEmitDiagnostics(program).map(({ code, messageText }) => {
    return `error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
  const count = program.getInstantiationCount()
  console.log(JSON.stringify({ count, errors }))
}
