// The names that no constant can take.
import { compositeKinds, compositeNamed } from '../composites/registry.js'

const values = compositeKinds.flatMap((kind) => {
  const source = compositeNamed(kind).source
  return source.call === undefined ? [{ kind, source }] : []
})
/** The names of constants without their own name; they are numbered, starting at 1. */
const unnamed = values
  .filter(({ kind, source }) => source.constant !== 'never' && source.functions.includes(kind))
  .map(({ kind }): string => kind)
export const isNumbered = (name: string): boolean =>
  name === 'part' || name === 'y' || unnamed.includes(name)

const words =
  'arguments await break case catch class const continue debugger default delete do else enum ' +
  'eval export extends false finally for function if implements import in instanceof interface ' +
  'let new null package private protected public return static super switch this throw true ' +
  'try typeof undefined var void while with yield'
/** The words of the language and the functions of layersmith. */
export const RESERVED: ReadonlySet<string> = new Set([
  'block',
  'input',
  ...values.flatMap(({ source }) => source.functions),
  ...words.split(' '),
])
