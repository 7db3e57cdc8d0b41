import { expect, test } from '@jest/globals'
import { draw } from '@layersmith/draw'
import { plan } from 'layersmith'

import { lenet } from '../src/nets/lenet.js'
import { sharingLines } from '../src/steps/show-plan.js'

test('the plan shares the pools and nothing else', () => {
  expect(sharingLines(plan(lenet))).toEqual([
    'layers of their own: conv1, bn1, conv2, bn2, flatten1, dense1',
    'one layer for:       pool1, pool2  (a pool holds nothing)',
  ])
})

test('the plan is drawn with its shared pools', async () => {
  const svg = await draw(plan(lenet), { format: 'svg' })
  expect(svg).toContain('2,570 params')
  expect(svg).toContain('shared: 2 places')
  expect(svg).toContain('shared: pool1')
})
