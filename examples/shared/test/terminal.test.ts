import { describe, expect, test } from '@jest/globals'

import { duration, grouped, indented, percent, table } from '../src/terminal/format.js'
import { barText, progressText, progressView } from '../src/terminal/progress.js'
import { startStopwatch } from '../src/terminal/stopwatch.js'
import { openTerminal } from '../src/terminal/terminal.js'

function recorder(isTTY: boolean) {
  const written: string[] = []
  return { written, isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 }
}

describe('formats', () => {
  test('numbers, shares and durations', () => {
    expect(grouped(60_000)).toBe('60,000')
    expect(percent(0.97931)).toBe('97.93 %')
    expect([0.04, 59.4, 59.6, 65, 3600].map(duration)).toEqual([
      '0.0 s',
      '59.4 s',
      '1 min 00 s',
      '1 min 05 s',
      '60 min 00 s',
    ])
  })

  test('columns and indentation', () => {
    expect(
      table([
        ['a', 'long', 'x'],
        ['bcd', 'e'],
      ]),
    ).toBe('a    long  x\nbcd  e')
    expect(indented('a\n\nb')).toBe('   a\n\n   b')
  })
})

describe('the terminal', () => {
  test('sends a pipe no colors and no redrawn lines', () => {
    const output = recorder(false)
    const terminal = openTerminal(output, {})
    terminal.line(terminal.paint('good', 'fine'))
    expect(terminal.live).toBe(false)
    expect(output.written).toEqual(['fine\n'])
  })

  test('sends a terminal colors, unless NO_COLOR is set', () => {
    expect(openTerminal(recorder(true), {}).paint('good', 'fine')).toBe('\u001b[32mfine\u001b[39m')
    expect(openTerminal(recorder(true), { NO_COLOR: '1' }).paint('good', 'fine')).toBe('fine')
    expect(openTerminal(recorder(true), { TERM: 'dumb' }).live).toBe(false)
  })
})

describe('progress', () => {
  const half = { done: 30_000, total: 60_000, seconds: 10, loss: 0.12345, accuracy: 0.9611 }

  test('says how much is done, how well, how fast, and how much time is left', () => {
    expect(progressText(half)).toBe(
      '30,000/60,000  loss 0.123  accuracy 96.1 %  3,000 images/s  0:10 left',
    )
    expect(progressText({ ...half, done: 60_000, seconds: 65 })).toContain('1:05 in all')
  })

  test('gives the bar the room left in the line', () => {
    expect(barText(0.5, 'text', 200)).toBe('   ██████████░░░░░░░░░░  text')
    expect(barText(0.5, progressText(half), 80)).toHaveLength(79)
    expect(barText(0.5, progressText(half), 40)).toBe(`     ${progressText(half)}`)
  })

  test('prints a line for every tenth if there is no terminal', () => {
    const output = recorder(false)
    const view = progressView(openTerminal(output, {}), 100)
    for (let done = 1; done <= 100; done++) {
      view.show({ ...half, done, total: 100 })
    }
    view.stop()
    expect(output.written).toHaveLength(10)
    expect(output.written.at(-1)).toContain('100/100')
  })
})

test('the stopwatch also times steps that fail', async () => {
  const watch = startStopwatch()
  expect(await watch.time('fine', () => 7)).toBe(7)
  await expect(watch.time('broken', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(watch.laps.map((lap) => lap.name)).toEqual(['fine', 'broken'])
})
