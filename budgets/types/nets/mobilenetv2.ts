import { block, input, residual } from 'layersmith'

// every block written out, no helper and no repeat
export const net = input([224, 224, 3])
  .conv(32, 3, { stride: 2, padding: 'same' })
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same' })
  .bn()
  .relu6()
  .conv(16, 1)
  .bn()
  .conv(96, 1)
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same', stride: 2 })
  .bn()
  .relu6()
  .conv(24, 1)
  .bn()
  .pipe(
    residual(
      block()
        .conv(144, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(24, 1)
        .bn(),
    ),
  )
  .conv(144, 1)
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same', stride: 2 })
  .bn()
  .relu6()
  .conv(32, 1)
  .bn()
  .pipe(
    residual(
      block()
        .conv(192, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(32, 1)
        .bn(),
    ),
  )
  .pipe(
    residual(
      block()
        .conv(192, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(32, 1)
        .bn(),
    ),
  )
  .conv(192, 1)
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same', stride: 2 })
  .bn()
  .relu6()
  .conv(64, 1)
  .bn()
  .pipe(
    residual(
      block()
        .conv(384, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(64, 1)
        .bn(),
    ),
  )
  .pipe(
    residual(
      block()
        .conv(384, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(64, 1)
        .bn(),
    ),
  )
  .pipe(
    residual(
      block()
        .conv(384, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(64, 1)
        .bn(),
    ),
  )
  .conv(384, 1)
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same' })
  .bn()
  .relu6()
  .conv(96, 1)
  .bn()
  .pipe(
    residual(
      block()
        .conv(576, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(96, 1)
        .bn(),
    ),
  )
  .pipe(
    residual(
      block()
        .conv(576, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(96, 1)
        .bn(),
    ),
  )
  .conv(576, 1)
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same', stride: 2 })
  .bn()
  .relu6()
  .conv(160, 1)
  .bn()
  .pipe(
    residual(
      block()
        .conv(960, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(160, 1)
        .bn(),
    ),
  )
  .pipe(
    residual(
      block()
        .conv(960, 1)
        .bn()
        .relu6()
        .depthwiseConv(3, { padding: 'same' })
        .bn()
        .relu6()
        .conv(160, 1)
        .bn(),
    ),
  )
  .conv(960, 1)
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same' })
  .bn()
  .relu6()
  .conv(320, 1)
  .bn()
  .conv(1280, 1)
  .bn()
  .relu6()
  .globalPool()
  .dense(1000)

export const shape: readonly [1000] = net.shape
