// Training curves: what the lines say, where their names are, and that all of it is on the page.
import { describe, expect, it } from '@jest/globals'
import { curves } from '@layersmith/draw'
import { JSDOM } from 'jsdom'
import { apart } from '../src/curves/chart.js'
import { running, thinned } from '../src/curves/series.js'

const falling = Array.from({ length: 20 }, (_, i) => 1 / (i + 1))
const rising = falling.map((value) => 1 - value)
const history = { loss: falling, val_loss: falling.map((v) => v + 0.2), acc: rising }
const run = (name: string, by: number) => ({
  name,
  at: falling.map((_, i) => 64 * (i + 1)),
  history: { loss: falling.map((v) => v * by), acc: rising.map((v) => v / by) },
  test: { acc: 0.9 / by },
})
const pictures = {
  one: () => curves(history, { title: 'Overfitting' }),
  several: () =>
    curves([run('signed difference', 1), run('squared difference', 1.01)], {
      title: 'Two nets',
      bottom: 'Pairs seen',
      mean: 2,
    }),
  plain: () => curves({ loss: [2, 1] }),
}

const read = async (svg: Promise<string>) => {
  const { document } = new JSDOM(await svg, { contentType: 'image/svg+xml' }).window
  const all = (selector: string) => [...document.querySelectorAll(selector)]
  const number = (element: Element, name: string) => Number(element.getAttribute(name))
  const texts = all('text').map((element) => {
    const size = element.parentElement === document.documentElement ? 15 : 13
    const isTitle = element.getAttribute('class') === 'ls-title'
    const width = 0.602 * (isTitle ? size : 11) * element.textContent.length
    const anchor = element.getAttribute('text-anchor')
    const x = number(element, 'x')
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x
    return { text: element.textContent, left, right: left + width, y: number(element, 'y') }
  })
  return { document, all, texts, width: number(document.documentElement, 'width') }
}
/** The last point of a path. */
const endOf = (path: Element): readonly number[] =>
  path
    .getAttribute('d')!
    .match(/-?[\d.]+/g)!
    .map(Number)
    .slice(-2)

it('counts epochs in whole numbers', async () => {
  const { texts } = await read(curves({ loss: [4, 3, 2, 1] }))
  const { y } = texts.find(({ text }) => text === 'Epoch')!
  const below = texts.filter((one) => one.y < y && one.y > y - 30).map(({ text }) => text)
  expect(below.filter((text) => text !== '0.0')).toEqual(['1', '2', '3', '4'])
})

describe.each(Object.entries(pictures))('%s', (_, picture) => {
  it('has all texts on the page, and none on another', async () => {
    const { texts, width } = await read(picture())
    expect(texts.filter(({ left, right }) => left < 0 || right > width)).toEqual([])
    const covered = texts.flatMap((a, i) =>
      texts
        .slice(i + 1)
        .filter((b) => Math.abs(a.y - b.y) < 10 && a.left < b.right && b.left < a.right)
        .map((b) => [a.text, b.text]),
    )
    expect(covered).toEqual([])
  })
})

describe('the lines', () => {
  it('have their names and last values right where they end', async () => {
    const { all, texts } = await read(pictures.one())
    const lines = all('.ls-line:not(.ls-ink)')
    const names = ['training 0.05', 'validation 0.25', 'training 0.95']
    expect(lines.length).toBe(names.length)
    lines.forEach((line, i) => {
      const label = texts.find(({ text }) => text === names[i])!
      const [x = 0, y = 0] = endOf(line)
      expect(label.left - x).toBeCloseTo(8)
      expect(Math.abs(label.y - y)).toBeLessThan(5)
    })
  })

  it('are told apart without colors, and the key says how, once', async () => {
    const { document, all, texts } = await read(pictures.several())
    expect(all('.ls-key text').map(({ textContent }) => textContent)).toEqual([
      'training',
      'test, measured once',
      'single values',
      'running mean',
    ])
    expect(document.querySelector('style')!.textContent).toContain('.ls-test{stroke-dasharray')
    expect(all('.ls-pale:not(.ls-ink)').length).toBe(4)
    expect(texts.filter(({ text }) => text === 'Pairs seen').length).toBe(2)
    expect(texts.map(({ text }) => text)).toContain('signed difference test 0.9')
  })

  it('need no key where there is one', async () => {
    const { all } = await read(pictures.plain())
    expect(all('.ls-key text')).toEqual([])
  })

  it('have gaps where training left the finite numbers', async () => {
    const { all } = await read(curves({ loss: [1, NaN, 0.5, 0.4, Infinity] }))
    const [line] = all('.ls-line')
    expect(line!.getAttribute('d')!.match(/M/g)!.length).toBe(2)
    expect(line!.getAttribute('d')).not.toMatch(/NaN|Infinity/)
  })

  it('are told to screen readers', async () => {
    const { all } = await read(pictures.one())
    const told = all('[role^=graphics-object]').map((group) => group.getAttribute('aria-label'))
    expect(told).toEqual(['loss: training 0.05, validation 0.25', 'acc: training 0.95'])
  })
})

describe('the points', () => {
  it('keep their mean and their end where they are thinned out', () => {
    const points = Array.from({ length: 1001 }, (_, i) => ({ x: i, y: i / 1000 }))
    const few = thinned(points)
    expect(few.length).toBeLessThanOrEqual(400)
    expect(few.at(-1)!.x).toBe(1000)
    const whole = few.slice(0, -1)
    expect(whole.reduce((sum, { y }) => sum + y, 0) / whole.length).toBeCloseTo(0.5, 2)
    expect(thinned(points.slice(0, 400))).toEqual(points.slice(0, 400))
  })
  it('have means of their neighbors', () => {
    const means = running(
      [3, 0, 6].map((y, x) => ({ x, y })),
      1,
    )
    expect(means.map(({ y }) => y)).toEqual([1.5, 3, 3])
  })
  it('have labels that keep apart, in their order', () => {
    expect(apart([50, 52, 10])).toEqual([50, 64, 10])
  })
})

describe('what people pass', () => {
  it('may be the History of TensorFlow.js', async () => {
    expect(await curves({ history: { loss: [2, 1] } })).toBe(await pictures.plain())
  })

  it.each([
    ['nothing', undefined, {}, 'needs what built.fit returns'],
    ['a number', 3, {}, 'needs what built.fit returns'],
    ['no values', { loss: [] }, {}, 'the history has no values'],
    ['words', { loss: ['a'] }, {}, 'needs a list of numbers for loss'],
    ['a run without a name', [{ history: { loss: [1] } }], {}, 'curves: runs[0]: needs'],
    ['wrong places', [{ name: 'a', history: { loss: [1] }, at: 3 }], {}, 'numbers for at'],
    ['a wrong mean', { loss: [1] }, { mean: 0.5 }, 'mean must be an integer'],
  ])('refuses %s', async (_, what, options, message) => {
    await expect(curves(what as any, options as any)).rejects.toThrow(message)
  })

  it('cannot become markup', async () => {
    const name = '"><script>alert(1)</script>]]>\u0000\n'
    const { document, all } = await read(
      curves([{ name, history: { [name]: [1, 2] } }, run(name, 1)], { title: name, bottom: name }),
    )
    expect(document.querySelector('script')).toBeNull()
    expect(all('[role^=graphics-object]').length).toBe(3)
  })
})
