import { block, input, repeat, residual } from 'layersmith'

const bottleneck = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .conv(filters, 1, { stride })
    .bn()
    .relu()
    .conv(filters, 3, { padding: 'same' })
    .bn()
    .relu()
    .conv(out, 1)
    .bn()

const projected = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck(filters, out, 1)))
    .relu()

const features = block()
  .pad(3)
  .conv(64, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected(64, 256, 1))
  .pipe(repeat(2, identity(64, 256)))
  .pipe(projected(128, 512, 2))
  .pipe(repeat(3, identity(128, 512)))
  .pipe(projected(256, 1024, 2))
  .pipe(repeat(5, identity(256, 1024)))
  .pipe(projected(512, 2048, 2))
  .pipe(repeat(2, identity(512, 2048)))

export const net = input([224, 224, 3]).pipe(features).globalPool().dense(1000)

export const shape: readonly [1000] = net.shape
export const map: readonly [7, 7, 2048] = input([224, 224, 3]).pipe(features).shape
