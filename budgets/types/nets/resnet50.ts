import { block, input, residual } from 'layersmith'

// every block written out, no helper and no repeat
export const net = input([224, 224, 3])
  .pad(3)
  .conv(64, 7, { stride: 2 })
  .bn()
  .relu()
  .pad(1)
  .pool(3, { stride: 2 })
  .pipe(
    residual(
      block()
        .conv(64, 1)
        .bn()
        .relu()
        .conv(64, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(256, 1)
        .bn(),
      block().conv(256, 1).bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(64, 1)
        .bn()
        .relu()
        .conv(64, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(256, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(64, 1)
        .bn()
        .relu()
        .conv(64, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(256, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(128, 1, { stride: 2 })
        .bn()
        .relu()
        .conv(128, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(512, 1)
        .bn(),
      block().conv(512, 1, { stride: 2 }).bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(128, 1)
        .bn()
        .relu()
        .conv(128, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(512, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(128, 1)
        .bn()
        .relu()
        .conv(128, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(512, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(128, 1)
        .bn()
        .relu()
        .conv(128, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(512, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(256, 1, { stride: 2 })
        .bn()
        .relu()
        .conv(256, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(1024, 1)
        .bn(),
      block().conv(1024, 1, { stride: 2 }).bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(256, 1)
        .bn()
        .relu()
        .conv(256, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(1024, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(256, 1)
        .bn()
        .relu()
        .conv(256, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(1024, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(256, 1)
        .bn()
        .relu()
        .conv(256, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(1024, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(256, 1)
        .bn()
        .relu()
        .conv(256, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(1024, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(256, 1)
        .bn()
        .relu()
        .conv(256, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(1024, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(512, 1, { stride: 2 })
        .bn()
        .relu()
        .conv(512, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(2048, 1)
        .bn(),
      block().conv(2048, 1, { stride: 2 }).bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(512, 1)
        .bn()
        .relu()
        .conv(512, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(2048, 1)
        .bn(),
    ),
  )
  .relu()
  .pipe(
    residual(
      block()
        .conv(512, 1)
        .bn()
        .relu()
        .conv(512, 3, { padding: 'same' })
        .bn()
        .relu()
        .conv(2048, 1)
        .bn(),
    ),
  )
  .relu()
  .globalPool()
  .dense(1000)

export const shape: readonly [1000] = net.shape
