// Nets of every structure.
import {
  type AnyNet,
  block,
  branch,
  graph,
  add,
  input,
  inputs,
  repeat,
  residual,
  tie,
} from '@layersmith/core'
import { efficientNetB0, uNet } from '@layersmith/zoo'

const same = { padding: 'same' } as const
const unit = block().conv(8, 3, same).bn().relu()
const features = block().conv(6, 4, { activation: 'relu' }).bn().pool(2)
const encoder = tie(input([28, 28, 1]).conv(4, 3).relu().pool(2).flatten().dense(8))

const trunk = input([16, 16, 3]).pipe(unit.as('stem')).tap('c1').globalPool()

export const nets = {
  lenet: input([28, 28, 1]).pipe(features.frozen()).pipe(features).flatten().dense(10),
  residual: input([16, 16, 3])
    .pipe(unit.as('stem'))
    .pipe(residual(unit))
    .pipe(branch(block().conv(4, 1), unit).concat())
    .pipe(repeat(3, residual(block().conv(12, 3, same).relu())))
    .pipe(residual(block().conv(16, 3, same), block().conv(16, 1)))
    .globalPool()
    .dense(10),
  siamese: inputs({ left: [28, 28, 1], right: [28, 28, 1] })
    .each(encoder)
    .merge('subtract')
    .dense(1),
  heads: trunk.outputs({ size: block().dense(1), kind: block().dense(4).relu().dense(3) }),
  graph: graph([16, 16, 3], (x) => {
    const a = x.pipe(unit)
    const b = a.pipe(unit)
    const c = add(b.pipe(unit), a)
    return add(c.pipe(unit), add(b, a))
  }).globalPool(),
  uNet: input([32, 32, 3])
    .pipe(uNet(4, { depth: 2 }))
    .conv(1, 1),
  efficientNetB0: efficientNetB0(),
} satisfies Readonly<Record<string, unknown>>

export const netNames = Object.keys(nets) as readonly (keyof typeof nets)[] // just these keys
export const chainOf = (layers: number): AnyNet => {
  let net: AnyNet = input([4]).loose()
  for (let i = 1; i < layers; i++) net = i % 2 === 0 ? net.relu() : net.dense(4)
  return net.dense(4)
}
