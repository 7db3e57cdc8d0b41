// What folds and opens the boxes of a picture on a page. The page holds the text of this function,
// so it uses nothing from outside of itself. Folding squeezes the space that only folded boxes
// take, in both directions, so nothing ever comes to lie on anything else.

/** Makes the boxes of the picture in a document fold: with the mouse, and from the keyboard. */
export function fold(document: Document): void {
  type Axis = 'x' | 'y'
  interface Rect {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  }
  interface Box {
    readonly group: Element
    readonly frame: Element
    readonly label: Element
    readonly count: Element
    readonly rect: Rect
    readonly outer: readonly Box[]
    isFolded: boolean
  }
  interface Arrow {
    readonly group: Element
    readonly points: readonly (readonly [number, number])[]
    readonly from: string
    readonly to: string
  }
  type Squeeze = (at: number) => number

  const letter = 6.8
  const around = 12
  const head = 24
  const namespace = 'http://www.w3.org/2000/svg'
  const all = (selector: string): readonly Element[] => [...document.querySelectorAll(selector)]
  const child = (parent: Element, name: string): Element =>
    [...parent.children].find(({ tagName }) => tagName === name) ?? parent
  const number = (element: Element, name: string): number => Number(element.getAttribute(name))
  const rectOf = (group: Element): Rect => {
    const rect = child(group, 'rect')
    return {
      x: number(rect, 'x'),
      y: number(rect, 'y'),
      width: number(rect, 'width'),
      height: number(rect, 'height'),
    }
  }
  const set = (element: Element, values: Readonly<Record<string, string | number>>): void => {
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value))
  }

  const svg = document.querySelector('svg.ls')
  if (svg === null) return
  const [width, height] = [number(svg, 'width'), number(svg, 'height')]

  const boxes = new Map<Element, Box>()
  const outerOf = (group: Element): readonly Box[] => {
    const box = boxes.get(group.parentElement?.closest('.ls-box') ?? group)
    return box === undefined || box.group === group ? [] : [...box.outer, box]
  }
  for (const group of all('.ls-box')) {
    const [label, rect] = [child(group, 'text'), rectOf(group)]
    const count = document.createElementNS(namespace, 'text')
    set(count, { class: 'ls-label ls-count' })
    count.textContent = /: ([^,]*)/.exec(group.getAttribute('aria-label') ?? '')?.[1] ?? ''
    label.after(count)
    const outer = outerOf(group)
    boxes.set(group, {
      group,
      frame: child(group, 'rect'),
      label,
      count,
      rect,
      outer,
      isFolded: false,
    })
    set(group, { role: 'button', tabindex: 0, 'aria-expanded': 'true' })
  }
  const layers = all('.ls-layer').map((group) => ({
    group,
    id: group.getAttribute('data-id') ?? '',
    rect: rectOf(group),
    outer: outerOf(group),
  }))
  const byId = new Map(layers.map((layer) => [layer.id, layer]))
  const arrows = all('[data-from],[data-tie-from]').map((group): Arrow => {
    const numbers =
      child(group, 'path')
        .getAttribute('d')
        ?.match(/-?[\d.]+/g)
        ?.map(Number) ?? []
    const end = (name: string) =>
      group.getAttribute(`data-${name}`) ?? group.getAttribute(`data-tie-${name}`) ?? ''
    return {
      group,
      from: end('from'),
      to: end('to'),
      points: numbers.flatMap((x, i) => (i % 2 === 0 ? [[x, numbers[i + 1] ?? 0] as const] : [])),
    }
  })

  const foldedAround = (outer: readonly Box[]): Box | undefined =>
    outer.find(({ isFolded }) => isFolded)

  /** How coordinates move when the space is gone that only folded boxes take. */
  const squeezed = (axis: Axis): Squeeze => {
    const size = axis === 'x' ? 'width' : 'height'
    const kept: [number, number][] = []
    const free: [number, number][] = []
    const keep = (from: number, to: number) => kept.push([from, to])
    for (const { rect, outer } of layers)
      if (foldedAround(outer) === undefined)
        keep(rect[axis] - around, rect[axis] + rect[size] + around)
    for (const { rect, outer, isFolded, label, count } of boxes.values()) {
      if (foldedAround(outer) !== undefined) continue
      const [from, to] = [rect[axis], rect[axis] + rect[size]]
      const text = Math.max(label.textContent?.length ?? 0, count.textContent?.length ?? 0)
      if (isFolded) {
        const half = (axis === 'x' ? letter * text + 24 : 46) / 2
        keep((from + to) / 2 - half, (from + to) / 2 + half)
        free.push([from, to])
      } else {
        keep(from - around, from + (axis === 'x' ? 16 : head))
        keep(to - around, to + around)
      }
    }
    const marks = [...new Set([...kept, ...free].flat())].sort((a, b) => a - b)
    const depth = (list: readonly (readonly [number, number])[]): ReadonlyMap<number, number> => {
      const changes = new Map<number, number>()
      for (const [from, to] of list) {
        changes.set(from, (changes.get(from) ?? 0) + 1)
        changes.set(to, (changes.get(to) ?? 0) - 1)
      }
      return changes
    }
    const [keeps, frees] = [depth(kept), depth(free)]
    const gone: { readonly at: number; readonly length: number }[] = []
    let [inKept, inFree] = [0, 0]
    marks.forEach((mark, i) => {
      inKept += keeps.get(mark) ?? 0
      inFree += frees.get(mark) ?? 0
      const next = marks[i + 1] ?? mark
      if (inKept === 0 && inFree > 0) gone.push({ at: mark, length: next - mark })
    })
    return (at) =>
      gone.reduce((now, part) => now - Math.min(part.length, Math.max(0, at - part.at)), at)
  }

  const path = (points: Arrow['points'], x: Squeeze, y: Squeeze): string =>
    points
      .map(([px, py], i) => `${i === 0 ? 'M' : i % 3 === 1 ? 'C' : ' '}${x(px)} ${y(py)}`)
      .join('')

  const place = (arrow: Arrow, shown: Set<string>, x: Squeeze, y: Squeeze): void => {
    const [from, to] = [byId.get(arrow.from), byId.get(arrow.to)]
    if (from === undefined || to === undefined) return
    const [start, end] = [foldedAround(from.outer), foldedAround(to.outer)]
    const [line, tip] = [child(arrow.group, 'path'), arrow.group.children[1]]
    const pair = `${boxOrLayer(start, arrow.from)} ${boxOrLayer(end, arrow.to)}`
    const isHidden =
      (start !== undefined && start === end) ||
      ((start !== undefined || end !== undefined) && shown.has(pair))
    arrow.group.setAttribute('display', isHidden ? 'none' : 'inline')
    if (isHidden) return
    shown.add(pair)
    const last = arrow.points.at(-1) ?? [0, 0]
    if (start === undefined && end === undefined) {
      set(line, { d: path(arrow.points, x, y) })
      if (tip !== undefined)
        set(tip, { transform: `translate(${x(last[0]) - last[0]} ${y(last[1]) - last[1]})` })
      return
    }
    const [a, b] = [(start ?? from).rect, (end ?? to).rect]
    const [x1, y1] = [(x(a.x) + x(a.x + a.width)) / 2, y(a.y + a.height)]
    const [x2, y2] = [(x(b.x) + x(b.x + b.width)) / 2, y(b.y)]
    const bend = (y2 - y1) / 2
    set(line, { d: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}` })
    if (tip !== undefined)
      set(tip, {
        transform: '',
        d: `M${x2} ${y2}L${x2 - 2.8} ${y2 - 6.4}L${x2 + 2.8} ${y2 - 6.4}Z`,
      })
  }
  const boxOrLayer = (box: Box | undefined, id: string): string =>
    box?.group.getAttribute('data-id') ?? id
  const tips = new Map(
    arrows.map(({ group }) => [group, group.children[1]?.getAttribute('d') ?? '']),
  )

  const update = (): void => {
    const [x, y] = [squeezed('x'), squeezed('y')]
    for (const { group, rect, outer } of layers) {
      const isHidden = foldedAround(outer) !== undefined
      set(group, {
        display: isHidden ? 'none' : 'inline',
        transform: `translate(${x(rect.x) - rect.x} ${y(rect.y) - rect.y})`,
      })
    }
    for (const { group, frame, label, count, rect, outer, isFolded } of boxes.values()) {
      const [left, top] = [x(rect.x), y(rect.y)]
      const [right, bottom] = [x(rect.x + rect.width), y(rect.y + rect.height)]
      set(group, {
        display: foldedAround(outer) === undefined ? 'inline' : 'none',
        'aria-expanded': String(!isFolded),
      })
      set(frame, { x: left, y: top, width: right - left, height: bottom - top })
      set(label, { x: left + 8, y: top + 15 })
      set(count, { x: left + 8, y: top + 31, display: isFolded ? 'inline' : 'none' })
    }
    const shown = new Set<string>()
    for (const arrow of arrows) {
      const tip = arrow.group.children[1]
      if (tip !== undefined) set(tip, { d: tips.get(arrow.group) ?? '' })
      place(arrow, shown, x, y)
    }
    const [nowWidth, nowHeight] = [Math.max(x(width), 360), y(height)]
    set(svg, { width: nowWidth, height: nowHeight, viewBox: `0 0 ${nowWidth} ${nowHeight}` })
    set(child(svg, 'rect'), { width: nowWidth, height: nowHeight })
    for (const key of all('.ls-key')) set(key, { transform: `translate(0 ${nowHeight - height})` })
  }

  const setAll = (isFolded: boolean): void => {
    for (const box of boxes.values()) box.isFolded = isFolded
    update()
  }
  const toggle = (target: Element): void => {
    const box = boxes.get(target)
    if (box === undefined) return
    box.isFolded = !box.isFolded
    update()
  }
  for (const { group } of boxes.values()) {
    group.addEventListener('click', (event) => {
      event.stopPropagation()
      // a click on a layer is not meant for the box around it
      if ((event.target as Element).closest('.ls-layer') === null) toggle(group)
    })
    group.addEventListener('keydown', (event) => {
      const { key } = event as KeyboardEvent
      if (event.target !== group || (key !== 'Enter' && key !== ' ')) return
      event.preventDefault()
      toggle(group)
    })
  }
  document.querySelector('#fold')?.addEventListener('click', () => setAll(true))
  document.querySelector('#open')?.addEventListener('click', () => setAll(false))
  setAll(svg.closest('[data-folded]') !== null)
}
