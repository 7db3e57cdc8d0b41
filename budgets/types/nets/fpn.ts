import { add, block, graph } from 'layersmith'

const stage = <F extends number>(f: F) =>
  block()
    .conv(f, 3, { stride: 2, padding: 'same' })
    .bn()
    .relu()
    .conv(f, 3, { padding: 'same' })
    .bn()
    .relu()
const lateral = block().conv(64, 1)
const smooth = block().conv(64, 3, { padding: 'same' })
const up = block().upsample(2)
const classes = block()
  .conv(64, 3, { padding: 'same' })
  .relu()
  .conv(64, 3, { padding: 'same' })
  .relu()
  .conv(9 as 9, 3, { padding: 'same' })
const boxes = block()
  .conv(64, 3, { padding: 'same' })
  .relu()
  .conv(64, 3, { padding: 'same' })
  .relu()
  .conv(36, 3, { padding: 'same' })

// a feature pyramid with two heads on three levels
export const net = graph({ image: [128, 128, 3] }, ({ image }) => {
  const c2 = image.pipe(stage(16)).pipe(stage(32))
  const c3 = c2.pipe(stage(64)).tap('c3')
  const c4 = c3.pipe(stage(128)).tap('c4')
  const c5 = c4.pipe(stage(256)).tap('c5')
  const m5 = c5.pipe(lateral)
  const m4 = add(c4.pipe(lateral), m5.pipe(up))
  const m3 = add(c3.pipe(lateral), m4.pipe(up))
  const [p3, p4, p5] = [m3.pipe(smooth), m4.pipe(smooth), m5.pipe(smooth)]
  return {
    classes3: p3.pipe(classes),
    boxes3: p3.pipe(boxes),
    classes4: p4.pipe(classes),
    boxes4: p4.pipe(boxes),
    classes5: p5.pipe(classes),
    boxes5: p5.pipe(boxes),
  }
})

export const shape: readonly [16, 16, 9] = net.shape.classes3
export const shape5: readonly [4, 4, 36] = net.shape.boxes5
