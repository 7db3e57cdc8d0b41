// The digit tables of the type-level arithmetic, entry by entry. They are read from the file's
// text, because types cannot be run.
import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const text = readFileSync(path.join(import.meta.dirname, '../src/shape/digits.ts'), 'utf8')

type Table = Record<string, Record<string, Record<string, string>>>
const tables = new Map<string, Table>()
for (const [, name, body] of text.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)) {
  const table: Table = {}
  for (const [, first, rows] of body!.matchAll(/^ {2}'(\d)': \{\n([\s\S]*?)^ {2}\}/gm)) {
    table[first!] = Object.fromEntries(
      [...rows!.matchAll(/^ {4}'(\d)': \{(.*)\}$/gm)].map(([, second, row]) => [
        second!,
        Object.fromEntries(
          [...row!.matchAll(/'(\d)':'(\d\d)'/g)].map(([, third, value]) => [third!, value!]),
        ),
      ]),
    )
  }
  tables.set(name!, table)
}
const digits = Array.from({ length: 10 }, (_, i) => i)
const entries = (table: Table): [number, number, number, string][] =>
  Object.entries(table).flatMap(([a, rows]) =>
    Object.entries(rows).flatMap(([b, row]) =>
      Object.entries(row).map(([c, v]): [number, number, number, string] => [
        Number(a),
        Number(b),
        Number(c),
        v,
      ]),
    ),
  )
const full = (
  firsts: number[],
  seconds: (first: number) => number[],
  value: (a: number, b: number, c: number) => string,
): [number, number, number, string][] =>
  firsts.flatMap((a) =>
    seconds(a).flatMap((b) =>
      digits.map((c): [number, number, number, string] => [a, b, c, value(a, b, c)]),
    ),
  )
const two = (n: number): string => String(n).padStart(2, '0')

describe('digit tables', () => {
  it('are the four that arith.ts reads', () => {
    expect([...tables.keys()]).toEqual(['Sum', 'Difference', 'Product', 'Quotient'])
  })
  it('Sum[carry][a][b] is a + b + carry', () => {
    expect(entries(tables.get('Sum')!)).toEqual(
      full(
        [0, 1],
        () => digits,
        (carry, a, b) => two(a + b + carry),
      ),
    )
  })
  it('Difference[borrow][a][b] is a - b - borrow, with a borrow if it is negative', () => {
    expect(entries(tables.get('Difference')!)).toEqual(
      full(
        [0, 1],
        () => digits,
        (borrow, a, b) => `${a - b - borrow < 0 ? 1 : 0}${(a - b - borrow + 10) % 10}`,
      ),
    )
  })
  it('Product[carry][a][b] is a * b + carry', () => {
    const table = tables.get('Product')!
    const carries = Object.keys(table).map(Number)
    expect(carries).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(entries(table)).toEqual(
      full(
        carries,
        () => digits,
        (carry, a, b) => two(a * b + carry),
      ),
    )
  })
  it('Quotient[divisor][remainder][digit] is the digit and remainder of (10 * remainder + digit) / divisor', () => {
    const table = tables.get('Quotient')!
    const divisors = Object.keys(table).map(Number)
    expect(divisors).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(entries(table)).toEqual(
      full(
        divisors,
        (d) => digits.filter((r) => r < d),
        (d, r, digit) => `${Math.floor((10 * r + digit) / d)}${(10 * r + digit) % d}`,
      ),
    )
  })
  it('hold nothing but these entries', () => {
    const read = [...tables.values()].reduce((n, t) => n + entries(t).length, 0)
    expect(text.match(/'\d':'\d\d'/g)).toHaveLength(read)
    expect(read).toBe(200 + 200 + 900 + 10 * (2 + 3 + 4 + 5 + 6 + 7 + 8 + 9))
  })
})
