import { describe, expect, test } from '@jest/globals'
import { styled, terminal, visible } from '../src/base/terminal.js'

const printed = (isTTY: boolean, env: Record<string, string>): string => {
  let text = ''
  const stream = { isTTY, write: (more: string) => (text += more) }
  terminal(stream, stream, env).print('a ', styled('red', 'b'))
  return text
}

describe('colors', () => {
  const red = 'a \u001b[31mb\u001b[39m\n'
  test.each<[boolean, Record<string, string>, string]>([
    [true, {}, red],
    [false, {}, 'a b\n'],
    [true, { NO_COLOR: '1' }, 'a b\n'],
    [true, { NO_COLOR: '' }, red],
    [true, { TERM: 'dumb' }, 'a b\n'],
    [false, { FORCE_COLOR: '1' }, red],
    [true, { FORCE_COLOR: '0' }, 'a b\n'],
    [false, { NO_COLOR: '1', FORCE_COLOR: '1' }, 'a b\n'],
  ])('terminal %j, environment %j', (isTTY, env, text) => expect(printed(isTTY, env)).toBe(text))
})

test('what a terminal obeys is shown as JavaScript escapes it', () => {
  const evil = 'a\u001b]0;title\u0007\u009b31m\r\u202eb\u2066\u200f\ufeff\u2028'
  const shown = visible(evil)
  expect(shown).toMatch(/^[\x20-\x7e]*$/)
  expect(JSON.parse(`"${shown}"`)).toBe(evil)
  expect(visible('tab\tline\nÄ 字 🎉 ═')).toBe('tab\tline\nÄ 字 🎉 ═')
})
