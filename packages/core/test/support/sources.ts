// Asks the compiler what the sources of core declare.
import path from 'node:path'
import ts from 'typescript'

const src = path.join(import.meta.dirname, '../../src')
/** A file of core's sources as the compiler names it. */
const inSources = (...parts: string[]): string => path.join(src, ...parts).replaceAll('\\', '/')
/** `pool1d` is in pool1d.ts, `leakyRelu` in leaky-relu.ts. */
export const fileNameOf = (kind: string): string =>
  `${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`

const program = ts.createProgram([inSources('index.ts')], {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  skipLibCheck: true,
  types: [],
})
const checker = program.getTypeChecker()

const exportsOf = (...file: string[]): ReadonlyMap<string, ts.Symbol> => {
  const module = checker.getSymbolAtLocation(program.getSourceFile(inSources(...file))!)!
  return new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]))
}
const homeOf = (declaration: ts.Declaration): string =>
  path.relative(src, declaration.getSourceFile().fileName).replaceAll('\\', '/')

/** What the file of a kind or composite says about its method. */
export interface Method {
  /** The file that declares it, from core's sources. */
  readonly home: string
  /** Its documentation, without tags. */
  readonly docs: string
  /** The text of its `@example`s. */
  readonly examples: readonly string[]
  /** What the returned block holds besides what the block before it held. */
  readonly traits: readonly string[]
}

const traitsOf = (method: ts.MethodSignature): readonly string[] => {
  const [, held] =
    method.type !== undefined && ts.isTypeReferenceNode(method.type)
      ? (method.type.typeArguments ?? [])
      : []
  const parts = held !== undefined && ts.isUnionTypeNode(held) ? held.types : []
  return parts.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? [part.literal.text] : [],
  )
}

/** The methods merged into an interface of types/block.ts, by name. */
export const methodsIn = (
  name: 'KindMethods' | 'CompositeMethods',
): ReadonlyMap<string, Method> => {
  const members = exportsOf('types', 'block.ts').get(name)!.members!
  return new Map(
    [...members.values()].map((member): [string, Method] => {
      const declaration = member.declarations![0] as ts.MethodSignature
      return [
        member.name,
        {
          home: homeOf(declaration),
          docs: ts.displayPartsToString(member.getDocumentationComment(checker)),
          examples: member
            .getJsDocTags(checker)
            .filter((tag) => tag.name === 'example')
            .map((tag) => ts.displayPartsToString(tag.text)),
          traits: traitsOf(declaration),
        },
      ]
    }),
  )
}

/** The names that a list of definitions exports, each with the file that defines it. */
export const homesIn = (...list: string[]): ReadonlyMap<string, string> =>
  new Map(
    [...exportsOf(...list)].map(([name, symbol]) => {
      const target =
        (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
      return [name, homeOf(target.declarations![0]!)]
    }),
  )

/** Every source file below a folder of core's sources. */
export const filesBelow = (...folder: string[]): readonly string[] =>
  ts.sys
    .readDirectory(inSources(...folder), ['.ts'])
    .map((file) => path.relative(src, file).replaceAll('\\', '/'))
