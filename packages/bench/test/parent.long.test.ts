import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { delegate } from '../src/process/parent.js'

const file = fileURLToPath(new URL('./programs/never-calls.mjs', import.meta.url))
const earlier = { benchmark: 'layersmith', format: 1, runs: [], withoutRun: [] }

// its second call is the one to measure, and it makes none or one
test.each(['0', '1'])('a program that waits forever after %s calls is killed', async (calls) => {
  const assignment = { call: 1, backend: 'cpu', named: true, earlier: [earlier as never] } as const
  const outcome = await delegate({ file, args: [calls] }, assignment, () => undefined, 3000)
  expect(outcome).toEqual({
    backend: 'cpu',
    refused: false,
    reason:
      'its process was killed: after 3 s it had not reached this call of bench, as the first one did',
  })
})
