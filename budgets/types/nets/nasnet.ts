import { add, block, concat, graph } from 'layersmith'

const sep = <F extends number, K extends number>(f: F, k: K) =>
  block()
    .relu()
    .separableConv(f, k, { padding: 'same' })
    .bn()
    .relu()
    .separableConv(f, k, { padding: 'same' })
    .bn()
const fit = <F extends number>(f: F) => block().relu().conv(f, 1).bn()
const avg = block().pool(3, { kind: 'average', stride: 1, padding: 'same' })

// NASNet-A, the normal cell, twice
export const net = graph(
  { previous: [32, 32, 44], current: [32, 32, 44] },
  ({ previous, current }) => {
    const [p, h] = [previous.pipe(fit(44)), current.pipe(fit(44))]
    const c1 = concat(
      p,
      add(h.pipe(sep(44, 3)), h),
      add(p.pipe(sep(44, 3)), h.pipe(sep(44, 5))),
      add(h.pipe(avg), p),
      add(p.pipe(avg), p.pipe(avg)),
      add(p.pipe(sep(44, 5)), p.pipe(sep(44, 3))),
    )
    const [q, g] = [current.pipe(fit(44)), c1.pipe(fit(44))]
    return concat(
      q,
      add(g.pipe(sep(44, 3)), g),
      add(q.pipe(sep(44, 3)), g.pipe(sep(44, 5))),
      add(g.pipe(avg), q),
      add(q.pipe(avg), q.pipe(avg)),
      add(q.pipe(sep(44, 5)), q.pipe(sep(44, 3))),
    )
  },
)

export const shape: readonly [32, 32, 264] = net.shape
