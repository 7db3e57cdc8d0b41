// Lays out calls as text: on one line where they fit, else one call per line.
import type { Arg, Call, Fields } from '../base/expression.js'

const WIDTH = 100

/** The text on one line; null if it is longer than `room`. */
export const flat = (arg: Arg, room: number): string | null => {
  let text = ''
  const add = (piece: string): boolean => (text += piece).length <= room
  const list = <T>(items: readonly T[], each: (item: T) => boolean): boolean =>
    items.every((item, i) => (i === 0 || add(', ')) && each(item))
  const call = ({ name, args }: Call): boolean => add(`${name}(`) && list(args, one) && add(')')
  const one = (a: Arg): boolean =>
    typeof a === 'string'
      ? add(a)
      : 'fields' in a
        ? add('{ ') && list(a.fields, (field) => add(keyOf(field)) && one(field[1])) && add(' }')
        : 'returns' in a
          ? a.constants.length === 0 && add(`(${a.parameter}) => `) && returned(a.returns)
          : (typeof a.start === 'string' ? add(a.start) : call(a.start)) &&
            a.calls.every((c) => add('.') && call(c))
  const returned = (a: Arg): boolean => (isRecord(a) ? add('(') && one(a) && add(')') : one(a))
  return one(arg) ? text : null
}

const isRecord = (arg: Arg): boolean => typeof arg !== 'string' && 'fields' in arg

/** What an object literal has before a value: nothing where the value has the name of its key. */
const keyOf = ([key, value]: Fields['fields'][number]): string => (key === value ? '' : `${key}: `)

/** The text of something that follows `before` characters on a line with this indent. */
export const layOut = (arg: Arg, indent: string, before: number): string => {
  const one = flat(arg, WIDTH - indent.length - before)
  if (one !== null) return one
  if (typeof arg === 'string') return arg
  const deeper = `${indent}  `
  if ('fields' in arg) {
    const lines = arg.fields.map((field) => {
      const key = keyOf(field)
      return `${deeper}${key}${layOut(field[1], deeper, key.length + 1)},\n`
    })
    return `{\n${lines.join('')}${indent}}`
  }
  if ('returns' in arg) {
    const head = `(${arg.parameter}) => `
    if (arg.constants.length === 0) {
      const [open, close] = isRecord(arg.returns) ? ['(', ')'] : ['', '']
      return `${head}${open}${layOut(arg.returns, indent, before + head.length)}${close}`
    }
    const lines = arg.constants.map(
      ([name, value]) => `${deeper}const ${name} = ${layOut(value, deeper, name.length + 9)}\n`,
    )
    const returned = `${deeper}return ${layOut(arg.returns, deeper, 7)}\n`
    return `${head}{\n${lines.join('')}${returned}${indent}}`
  }
  // `.concat()` goes on the line of the bracket that closes its branch
  const opens = arg.calls[0]?.args.length === 0
  const start =
    typeof arg.start === 'string' ? arg.start : layOutCall(arg.start, indent, before, opens)
  const rest = start.includes('\n') ? arg.calls.findIndex((c) => c.args.length > 0) : 0
  const attached = rest === -1 ? arg.calls.length : rest
  return (
    start +
    arg.calls
      .map((c, i) => (i < attached ? `.${c.name}()` : `\n${deeper}.${layOutCall(c, deeper, 1)}`))
      .join('')
  )
}

const layOutCall = (call: Call, indent: string, before: number, broken = false): string => {
  const one =
    broken && call.args.length > 0
      ? null
      : flat({ start: call, calls: [] }, WIDTH - indent.length - before)
  if (one !== null) return one
  const { name, args } = call
  const last = args.at(-1)
  const texts = args.slice(0, -1).filter((arg) => typeof arg === 'string')
  // a call that is the only argument, or options or a callback after other arguments, open on
  // this line
  const opens =
    last !== undefined &&
    typeof last !== 'string' &&
    texts.length === args.length - 1 &&
    ('fields' in last ||
      'returns' in last ||
      (texts.length === 0 && typeof last.start !== 'string'))
  if (opens) {
    const head = `${name}(${texts.map((text) => `${text}, `).join('')}`
    return `${head}${layOut(last, indent, before + head.length)})`
  }
  const deeper = `${indent}  `
  const lines = args.map((arg) => `${deeper}${layOut(arg, deeper, 1)},\n`)
  return `${name}(\n${lines.join('')}${indent})`
}
