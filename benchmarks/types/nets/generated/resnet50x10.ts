// Written by generate.mjs.
import { block, input, repeat, residual } from 'layersmith'

const bottleneck0 = <F extends number, O extends number, S extends number>(
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

const projected0 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck0(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity0 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck0(filters, out, 1)))
    .relu()

const features0 = block()
  .pad(3)
  .conv(64, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected0(64, 256, 1))
  .pipe(repeat(2, identity0(64, 256)))
  .pipe(projected0(128, 512, 2))
  .pipe(repeat(3, identity0(128, 512)))
  .pipe(projected0(256, 1024, 2))
  .pipe(repeat(5, identity0(256, 1024)))
  .pipe(projected0(512, 2048, 2))
  .pipe(repeat(2, identity0(512, 2048)))

export const net0 = input([224, 224, 3]).pipe(features0).globalPool().dense(1000)

export const shape0: readonly [1000] = net0.shape
export const map0: readonly [7, 7, 2048] = input([224, 224, 3]).pipe(features0).shape


const bottleneck1 = <F extends number, O extends number, S extends number>(
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

const projected1 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck1(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity1 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck1(filters, out, 1)))
    .relu()

const features1 = block()
  .pad(3)
  .conv(80, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected1(80, 320, 1))
  .pipe(repeat(2, identity1(80, 320)))
  .pipe(projected1(160, 640, 2))
  .pipe(repeat(3, identity1(160, 640)))
  .pipe(projected1(320, 1280, 2))
  .pipe(repeat(5, identity1(320, 1280)))
  .pipe(projected1(640, 2560, 2))
  .pipe(repeat(2, identity1(640, 2560)))

export const net1 = input([192, 192, 3]).pipe(features1).globalPool().dense(1001)

export const shape1: readonly [1001] = net1.shape
export const map1: readonly [6, 6, 2560] = input([192, 192, 3]).pipe(features1).shape


const bottleneck2 = <F extends number, O extends number, S extends number>(
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

const projected2 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck2(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity2 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck2(filters, out, 1)))
    .relu()

const features2 = block()
  .pad(3)
  .conv(96, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected2(96, 384, 1))
  .pipe(repeat(2, identity2(96, 384)))
  .pipe(projected2(192, 768, 2))
  .pipe(repeat(3, identity2(192, 768)))
  .pipe(projected2(384, 1536, 2))
  .pipe(repeat(5, identity2(384, 1536)))
  .pipe(projected2(768, 3072, 2))
  .pipe(repeat(2, identity2(768, 3072)))

export const net2 = input([160, 160, 3]).pipe(features2).globalPool().dense(1002)

export const shape2: readonly [1002] = net2.shape
export const map2: readonly [5, 5, 3072] = input([160, 160, 3]).pipe(features2).shape


const bottleneck3 = <F extends number, O extends number, S extends number>(
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

const projected3 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck3(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity3 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck3(filters, out, 1)))
    .relu()

const features3 = block()
  .pad(3)
  .conv(112, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected3(112, 448, 1))
  .pipe(repeat(2, identity3(112, 448)))
  .pipe(projected3(224, 896, 2))
  .pipe(repeat(3, identity3(224, 896)))
  .pipe(projected3(448, 1792, 2))
  .pipe(repeat(5, identity3(448, 1792)))
  .pipe(projected3(896, 3584, 2))
  .pipe(repeat(2, identity3(896, 3584)))

export const net3 = input([256, 256, 3]).pipe(features3).globalPool().dense(1003)

export const shape3: readonly [1003] = net3.shape
export const map3: readonly [8, 8, 3584] = input([256, 256, 3]).pipe(features3).shape


const bottleneck4 = <F extends number, O extends number, S extends number>(
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

const projected4 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck4(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity4 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck4(filters, out, 1)))
    .relu()

const features4 = block()
  .pad(3)
  .conv(128, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected4(128, 512, 1))
  .pipe(repeat(2, identity4(128, 512)))
  .pipe(projected4(256, 1024, 2))
  .pipe(repeat(3, identity4(256, 1024)))
  .pipe(projected4(512, 2048, 2))
  .pipe(repeat(5, identity4(512, 2048)))
  .pipe(projected4(1024, 4096, 2))
  .pipe(repeat(2, identity4(1024, 4096)))

export const net4 = input([288, 288, 3]).pipe(features4).globalPool().dense(1004)

export const shape4: readonly [1004] = net4.shape
export const map4: readonly [9, 9, 4096] = input([288, 288, 3]).pipe(features4).shape


const bottleneck5 = <F extends number, O extends number, S extends number>(
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

const projected5 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck5(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity5 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck5(filters, out, 1)))
    .relu()

const features5 = block()
  .pad(3)
  .conv(144, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected5(144, 576, 1))
  .pipe(repeat(2, identity5(144, 576)))
  .pipe(projected5(288, 1152, 2))
  .pipe(repeat(3, identity5(288, 1152)))
  .pipe(projected5(576, 2304, 2))
  .pipe(repeat(5, identity5(576, 2304)))
  .pipe(projected5(1152, 4608, 2))
  .pipe(repeat(2, identity5(1152, 4608)))

export const net5 = input([320, 320, 3]).pipe(features5).globalPool().dense(1005)

export const shape5: readonly [1005] = net5.shape
export const map5: readonly [10, 10, 4608] = input([320, 320, 3]).pipe(features5).shape


const bottleneck6 = <F extends number, O extends number, S extends number>(
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

const projected6 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck6(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity6 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck6(filters, out, 1)))
    .relu()

const features6 = block()
  .pad(3)
  .conv(160, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected6(160, 640, 1))
  .pipe(repeat(2, identity6(160, 640)))
  .pipe(projected6(320, 1280, 2))
  .pipe(repeat(3, identity6(320, 1280)))
  .pipe(projected6(640, 2560, 2))
  .pipe(repeat(5, identity6(640, 2560)))
  .pipe(projected6(1280, 5120, 2))
  .pipe(repeat(2, identity6(1280, 5120)))

export const net6 = input([352, 352, 3]).pipe(features6).globalPool().dense(1006)

export const shape6: readonly [1006] = net6.shape
export const map6: readonly [11, 11, 5120] = input([352, 352, 3]).pipe(features6).shape


const bottleneck7 = <F extends number, O extends number, S extends number>(
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

const projected7 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck7(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity7 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck7(filters, out, 1)))
    .relu()

const features7 = block()
  .pad(3)
  .conv(176, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected7(176, 704, 1))
  .pipe(repeat(2, identity7(176, 704)))
  .pipe(projected7(352, 1408, 2))
  .pipe(repeat(3, identity7(352, 1408)))
  .pipe(projected7(704, 2816, 2))
  .pipe(repeat(5, identity7(704, 2816)))
  .pipe(projected7(1408, 5632, 2))
  .pipe(repeat(2, identity7(1408, 5632)))

export const net7 = input([384, 384, 3]).pipe(features7).globalPool().dense(1007)

export const shape7: readonly [1007] = net7.shape
export const map7: readonly [12, 12, 5632] = input([384, 384, 3]).pipe(features7).shape


const bottleneck8 = <F extends number, O extends number, S extends number>(
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

const projected8 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck8(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity8 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck8(filters, out, 1)))
    .relu()

const features8 = block()
  .pad(3)
  .conv(192, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected8(192, 768, 1))
  .pipe(repeat(2, identity8(192, 768)))
  .pipe(projected8(384, 1536, 2))
  .pipe(repeat(3, identity8(384, 1536)))
  .pipe(projected8(768, 3072, 2))
  .pipe(repeat(5, identity8(768, 3072)))
  .pipe(projected8(1536, 6144, 2))
  .pipe(repeat(2, identity8(1536, 6144)))

export const net8 = input([416, 416, 3]).pipe(features8).globalPool().dense(1008)

export const shape8: readonly [1008] = net8.shape
export const map8: readonly [13, 13, 6144] = input([416, 416, 3]).pipe(features8).shape


const bottleneck9 = <F extends number, O extends number, S extends number>(
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

const projected9 = <F extends number, O extends number, S extends number>(
  filters: F,
  out: O,
  stride: S,
) =>
  block()
    .pipe(residual(bottleneck9(filters, out, stride), block().conv(out, 1, { stride }).bn()))
    .relu()

const identity9 = <F extends number, O extends number>(filters: F, out: O) =>
  block()
    .pipe(residual(bottleneck9(filters, out, 1)))
    .relu()

const features9 = block()
  .pad(3)
  .conv(208, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(projected9(208, 832, 1))
  .pipe(repeat(2, identity9(208, 832)))
  .pipe(projected9(416, 1664, 2))
  .pipe(repeat(3, identity9(416, 1664)))
  .pipe(projected9(832, 3328, 2))
  .pipe(repeat(5, identity9(832, 3328)))
  .pipe(projected9(1664, 6656, 2))
  .pipe(repeat(2, identity9(1664, 6656)))

export const net9 = input([448, 448, 3]).pipe(features9).globalPool().dense(1009)

export const shape9: readonly [1009] = net9.shape
export const map9: readonly [14, 14, 6656] = input([448, 448, 3]).pipe(features9).shape
