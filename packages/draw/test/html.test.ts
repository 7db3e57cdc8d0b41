// The page folds its boxes by mouse and keyboard, and then still nothing covers anything.
import { describe, expect, it } from '@jest/globals'
import { draw } from '@layersmith/draw'
import { JSDOM } from 'jsdom'
import { nets } from './support/nets.js'

const open = async (net: Parameters<typeof draw>[0]) => {
  const html = await draw(net, { format: 'html', title: '</title><script>alert(1)</script>' })
  const { window } = new JSDOM(html, { runScripts: 'dangerously' })
  const { document } = window
  const all = (selector: string) => [...document.querySelectorAll(selector)]
  const box = (path: string) =>
    all('.ls-box').find((one) => one.getAttribute('aria-label')!.startsWith(`${path}: `))!
  const isShown = (element: Element): boolean =>
    element.closest('[display=none]') === null && element.getAttribute('display') !== 'none'
  const number = (element: Element, name: string) => Number(element.getAttribute(name))
  const rectOf = (group: Element) => {
    const rect = group.querySelector('rect')!
    const [dx = 0, dy = 0] = (group.getAttribute('transform') ?? '').match(/-?[\d.]+/g) ?? []
    const x = number(rect, 'x') + Number(dx)
    const y = number(rect, 'y') + Number(dy)
    return { x, y, right: x + number(rect, 'width'), bottom: y + number(rect, 'height') }
  }
  return {
    html,
    window,
    all,
    box,
    isShown,
    rectOf,
    height: () => number(document.querySelector('svg')!, 'height'),
    click: (element: Element) =>
      element.dispatchEvent(new window.MouseEvent('click', { bubbles: true })),
    press: (element: Element, key: string) =>
      element.dispatchEvent(
        new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      ),
    /** Layers and folded boxes that lie on each other. */
    covered: () => {
      const things = [...all('.ls-layer'), ...all('.ls-box[aria-expanded=false]')].filter(isShown)
      const rects = things.map(rectOf)
      return rects.flatMap((a, i) =>
        rects
          .slice(i + 1)
          .filter((b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom),
      )
    },
  }
}

describe('a page', () => {
  it('loads nothing and forbids it', async () => {
    const { html, all } = await open(nets.residual)
    expect(html).toContain(`content="default-src 'none';`)
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|src="|href=/)
    expect(all('script').length).toBe(1)
  })

  it('folds a box when it is clicked, and opens it again where it was', async () => {
    const { box, click, all, isShown, height, covered } = await open(nets.residual)
    const [before, paths] = [height(), all('.ls-edge').map((e) => e.getAttribute('d'))]
    const inside = [...box('repeat1').querySelectorAll('.ls-layer')]
    expect(inside.length).toBe(9)
    click(box('repeat1'))
    expect(box('repeat1').getAttribute('aria-expanded')).toBe('false')
    expect(inside.filter(isShown)).toEqual([])
    expect(box('repeat1').querySelector('.ls-count')!.textContent).toBe('9 layers')
    expect(height()).toBeLessThan(before - 400)
    expect(covered()).toEqual([])
    click(box('repeat1'))
    expect(inside.every(isShown)).toBe(true)
    expect(height()).toBe(before)
    expect(all('.ls-edge').map((e) => e.getAttribute('d')!.replaceAll('C', ' C'))).toEqual(
      paths.map((d) => d!.replaceAll('C', ' C')),
    )
  })

  it('folds the focused box with Enter and the space bar, and leaves other keys alone', async () => {
    const { box, press } = await open(nets.residual)
    const expanded = () => box('branch1').getAttribute('aria-expanded')
    expect(box('branch1').getAttribute('tabindex')).toBe('0')
    expect(box('branch1').getAttribute('role')).toBe('button')
    press(box('branch1'), 'Enter')
    expect(expanded()).toBe('false')
    press(box('branch1'), 'a')
    expect(expanded()).toBe('false')
    press(box('branch1'), ' ')
    expect(expanded()).toBe('true')
  })

  it('draws arrows to what is folded once, to its border', async () => {
    const { box, click, all, isShown, rectOf } = await open(nets.residual)
    click(box('residual1'))
    const folded = rectOf(box('residual1'))
    const ends = all('[data-from]')
      .filter(isShown)
      .map((arrow) => arrow.querySelector('.ls-edge')!.getAttribute('d')!)
      .map((d) => d.match(/-?[\d.]+/g)!.map(Number))
    const into = ends.filter((d) => Math.abs(d.at(-1)! - folded.y) < 1)
    const outOf = ends.filter((d) => Math.abs(d[1]! - folded.bottom) < 1)
    expect([into.length, outOf.length]).toEqual([1, 2])
  })

  it('starts folded where there is much, and opens all', async () => {
    const { all, isShown, click, covered, height } = await open(nets.efficientNetB0)
    const shown = () => all('.ls-layer').filter(isShown).length
    expect(shown()).toBeLessThan(120)
    expect(covered()).toEqual([])
    const before = height()
    click(all('#open')[0]!)
    expect(shown()).toBe(235)
    expect(covered()).toEqual([])
    expect(height()).toBeGreaterThan(2 * before)
    click(all('#fold')[0]!)
    expect(height()).toBe(before)
  })
})
