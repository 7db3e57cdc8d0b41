import { expect, test } from '@jest/globals'
import { plan } from 'layersmith'

import { architectureDot } from '../src/drawing/architecture.js'
import { lenet } from '../src/nets/lenet.js'
import { sharingLines } from '../src/steps/show-plan.js'

test('the plan shares the pools and nothing else', () => {
  expect(sharingLines(plan(lenet))).toEqual([
    'layers of their own: conv1, bn1, conv2, bn2, flatten1, dense1',
    'one layer for:       pool1, pool2  (a pool holds nothing)',
  ])
})

test('the real plan can be drawn', () => {
  const dot = architectureDot(plan(lenet))
  expect(dot).toContain('"input" -> "conv1"')
  expect(dot).toContain('"pool1" -> "pool2" [style=dashed')
  expect(dot).toContain('2,570 parameters')
})
