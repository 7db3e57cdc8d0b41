// Writes fixtures/generated.ts: nets with their output sizes, computed here by counting windows,
// and nets that do not fit their input. Run `node packages/core/test-types/generate.mjs`;
// test/generated.test.ts compares the file with what this writes.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const POSSIBLE = 90
const IMPOSSIBLE = 45

/** Numerical Recipes' linear congruential generator: the same nets everywhere. */
function generator(seed) {
  let state = seed
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  return (from, to) => from + Math.floor(next() * (to - from + 1))
}

const print = (pair) => (pair[0] === pair[1] ? String(pair[0]) : `[${pair.join(', ')}]`)
const options = (o) => {
  const given = Object.entries(o)
    .filter(([, v]) => v !== undefined)
    .map(([k, v]) => `${k}: ${v}`)
  return given.length === 0 ? '' : `, { ${given.join(', ')} }`
}
/** Counts the places of a window; 0 when there is none. */
const places = (size, kernel, stride, same, dilation) => {
  let n = 0
  const last = same ? size - 1 : size - 1 - (kernel - 1) * dilation
  for (let from = 0; from <= last; from += stride) n++
  return n
}

/** One call on an image of h x w x c: its text and the output sizes, 0 where nothing is left. */
function layer(random, [h, w, c]) {
  const two = (max) =>
    random(0, 3) > 0 ? Array(2).fill(random(1, max)) : [random(1, max), random(1, max)]
  const same = random(0, 1) === 1
  const [kernel, step] = [two(5), two(3)]
  const dilation = random(0, 4) === 0 && step[0] === 1 && step[1] === 1 ? two(3) : [1, 1]
  const slide = (stride, d) => [
    places(h, kernel[0], stride[0], same, d[0]),
    places(w, kernel[1], stride[1], same, d[1]),
  ]
  const window = {
    stride: print(step) === '1' ? undefined : print(step),
    padding: same ? "'same'" : undefined,
  }
  const dilated = print(dilation) === '1' ? undefined : print(dilation)
  switch (random(0, 6)) {
    case 0:
    case 1: {
      const filters = random(1, 128)
      return [
        `.conv(${filters}, ${print(kernel)}${options({ ...window, dilation: dilated })})`,
        [...slide(step, dilation), filters],
      ]
    }
    case 2: {
      const multiplier = random(1, 3)
      const depthMultiplier = multiplier === 1 ? undefined : multiplier
      return [
        `.depthwiseConv(${print(kernel)}${options({ ...window, depthMultiplier })})`,
        [...slide(step, [1, 1]), c * multiplier],
      ]
    }
    case 3:
      return [
        `.pool(${print(kernel)}${options({ stride: print(step), padding: window.padding })})`,
        [...slide(step, [1, 1]), c],
      ]
    case 4: {
      const n = [random(0, 3), random(0, 3)]
      return [`.pad(${print(n)})`, [h + 2 * n[0], w + 2 * n[1], c]]
    }
    case 5: {
      const n = two(2)
      return [`.upsample(${print(n)})`, [h * n[0], w * n[1], c]]
    }
    default:
      return ['.bn().relu()', [h, w, c]]
  }
}

function chain(random, shape, length) {
  let [text, out] = ['', shape]
  for (let i = 0; i < length; i++) {
    const [call, next] = layer(random, out)
    text += call
    if (next.some((n) => n < 1)) return [text, null]
    out = next
  }
  return [text, out]
}

/** A chain with a composite somewhere in it. */
function net(random, shape) {
  const [before, middle] = chain(random, shape, random(1, 4))
  if (middle === null) return [before, null]
  const [h, w, c] = middle
  const same = `block().conv(${c}, ${random(1, 5)}, { padding: 'same' }).bn()`
  const composite = [
    ['', middle],
    [`.pipe(residual(${same}))`, middle],
    [`.pipe(branch(${same}, block(), block().conv(${c + 7}, 1)).concat())`, [h, w, 3 * c + 7]],
    [`.pipe(branch(${same}, block()).add())`, middle],
    ...[random(1, 9)].map((times) => [
      `.pipe(repeat(${times}, block().conv(5, 2)))`,
      h > times && w > times ? [h - times, w - times, 5] : null,
    ]),
    [`.pipe(residual(block().conv(${c + 1}, 1)))`, null],
  ][random(0, 5)]
  if (composite[1] === null) return [before + composite[0], null]
  const [after, out] = chain(random, composite[1], random(0, 3))
  if (out === null) return [before + composite[0] + after, null]
  const end = random(0, 3)
  if (end === 0) return [`${before}${composite[0]}${after}.globalPool().dense(10)`, [10]]
  if (end === 1)
    return [`${before}${composite[0]}${after}.flatten()`, [out.reduce((a, b) => a * b, 1)]]
  return [before + composite[0] + after, out]
}

export function generated() {
  const random = generator(20260)
  const [good, bad] = [[], []]
  while (good.length < POSSIBLE || bad.length < IMPOSSIBLE) {
    const large = random(0, 1) === 1
    const shape = [random(2, large ? 400 : 24), random(2, large ? 400 : 24), random(1, 4)]
    const [calls, out] = net(random, shape)
    const from = `input([${shape.join(', ')}])`
    if (out !== null && good.length < POSSIBLE)
      good.push(`  exact([${out.join(', ')}], ${from}${calls}, ${from}.pipe(block()${calls})),`)
    else if (out === null && bad.length < IMPOSSIBLE)
      bad.push(
        `  // @ts-expect-error\n  [() => ${from}${calls}.shape],\n` +
          `  // @ts-expect-error\n  [() => ${from}.pipe(block()${calls}).shape],`,
      )
  }
  return `// Written by test-types/generate.mjs.
import { block, branch, input, repeat, residual } from '@layersmith/core'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2)
  ? unknown
  : never
/** The expected sizes, and two nets whose \`.shape\` has exactly this type. */
const exact = <const W extends readonly number[], A, B>(
  shape: W,
  inputFirst: { readonly shape: A } & Same<A, Mutable<W>>,
  blockFirst: { readonly shape: B } & Same<B, Mutable<W>>,
) => ({ shape, inputFirst, blockFirst })
type Mutable<W> = { -readonly [I in keyof W]: W[I] }

export const possible = [
${good.join('\n')}
]

export const impossible: readonly (readonly [() => unknown])[] = [
${bad.join('\n')}
]
`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('./fixtures/generated.ts', import.meta.url), generated())
