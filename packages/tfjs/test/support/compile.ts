// Compiles a module that a test has written with TypeScript, against the sources of the packages.
import path from 'node:path'
import ts from 'typescript'

const root = path.join(import.meta.dirname, '../../../..')
const file = path.join(root, 'written.ts') // it is never on disk

/** The files of the packages and of the language do not change. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/**
 * What the compiler says about a module in strict mode; nothing if it is right. `more` are further
 * settings.
 */
export const complaintsAbout = (
  source: string,
  more: ts.CompilerOptions = {},
): readonly string[] => {
  const options: ts.CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: [],
    ...more,
    paths: {
      layersmith: [path.join(root, 'packages/layersmith/src/index.ts')],
      '@layersmith/*': [path.join(root, 'packages/*/src/index.ts')],
    },
  }
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([file], options, {
    ...host,
    fileExists: (name) => name === file || host.fileExists(name),
    readFile: (name) => (name === file ? source : host.readFile(name)),
    getSourceFile: (name, settings) => {
      if (name === file) return ts.createSourceFile(name, source, settings)
      if (!parsed.has(name)) parsed.set(name, host.getSourceFile(name, settings))
      return parsed.get(name)
    },
  })
  const written = program.getSourceFile(file)
  return [
    ...program.getSyntacticDiagnostics(written),
    ...program.getSemanticDiagnostics(written),
  ].map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'))
}
