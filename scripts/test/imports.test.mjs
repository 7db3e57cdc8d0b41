// Plants each mistake in a small project and asks whether the check finds it.
import { expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { wrongImports } from '../imports.mjs'

const order = { 'packages/house/src': ['ground', 'floor', 'roof'] }

/** A house in which every import goes down. */
const house = {
  'ground/stone.ts': 'export interface Stone { weight: number }',
  'floor/table.ts': "import type { Stone } from '../ground/stone.js'\nexport type Table = Stone",
  'roof/tile.ts': "import type { Table } from '../floor/table.js'\nexport const tile: Table[] = []",
  'index.ts': "export { tile } from './roof/tile.js'",
}

async function wrongIn(changes) {
  const base = mkdtempSync(path.join(tmpdir(), 'layersmith-imports-'))
  try {
    for (const [name, text] of Object.entries({ ...house, ...changes })) {
      const file = path.join(base, 'packages', 'house', 'src', name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    const found = await wrongImports({ base, order })
    return found.map((line) => line.replaceAll('packages/house/src/', ''))
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

test('imports that all go down are right', async () => {
  expect(await wrongIn({})).toEqual([])
})

test.each([
  ['of values', "import { a } from './a.js'\nexport const b = () => a"],
  ['of types', "import type { A } from './a.js'\nexport type B = A"],
  ['of a type among values', "import { type A } from './a.js'\nexport type B = A"],
  ['of a type without an import', "export type B = import('./a.js').A"],
  ['of types passed on', "export type { A } from './a.js'"],
])('a cycle %s is found', async (_, text) => {
  const cycle = {
    'floor/a.ts': "import * as b from './b.js'\nexport const a = b\nexport type A = 1",
    'floor/b.ts': text,
  }
  expect(await wrongIn(cycle)).toEqual(['cycle: floor/a.ts → floor/b.ts → floor/a.ts'])
})

test.each([
  ['of a value', "import { tile } from '../roof/tile.js'\nexport const top = tile", 'roof/tile.ts'],
  [
    'of a type',
    "import type { tile } from '../roof/tile.js'\nexport type Top = typeof tile",
    'roof/tile.ts',
  ],
  [
    'of the door',
    "import type { tile } from '../index.js'\nexport type Top = typeof tile",
    'index.ts',
  ],
])('an import back up is found: %s', async (_, text, target) => {
  expect(await wrongIn({ 'ground/moss.ts': text })).toEqual([
    `back up: ground/moss.ts imports ${target}`,
  ])
})

test('a root holds the door and its folders only', async () => {
  expect(await wrongIn({ 'shed.ts': 'export {}', 'cellar/wine.ts': 'export {}' })).toEqual([
    'cellar has no place in scripts/lib/layers.mjs',
    'shed.ts has no place in scripts/lib/layers.mjs',
  ])
})
