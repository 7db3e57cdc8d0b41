import { expect, test } from '@jest/globals'
import { withoutPaths } from '../src/base/sentences.js'

test.each([
  ["can't open '/home/someone/x.py'", "can't open '…'"],
  ['spawn /opt/bin/python ENOENT', 'spawn … ENOENT'],
  ['C:\\Users\\someone\\python.exe is not there', '… is not there'],
  ['file:///tmp/bench.mjs:1:2', '…:1:2'],
  [
    '512/1024 bytes at 3 GB/s, see https://example.org/why',
    '512/1024 bytes at 3 GB/s, see https://example.org/why',
  ],
])('no path of a machine gets into a sentence: %s', (text, clean) => {
  expect(withoutPaths(text)).toBe(clean)
})
