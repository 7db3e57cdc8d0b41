// What only moves numbers, in wasm programs.
import { type View, behind, copy, enlarge } from '../../graph/kernels.js'
import { type Margins, type Place, type Shape, type WasmForm, lanesOf } from '../../graph/wasm.js'

/** A part of a view that begins at a row, a pixel and a channel. */
export const partOf = (view: View, at: readonly [number, number, number], like: View): View => ({
  ...view,
  address: behind(view.address, at[0] * view.row + at[1] * view.pixel + at[2]),
  rows: like.rows,
  columns: like.columns,
  channels: like.channels,
})

/** A copy, with lanes where y has them. */
export const writeCopy = (x: View, y: View, place: Place): void => {
  const lanes = lanesOf(y.channels)
  const hasLanes = y.pixel % lanes === 0
  place.call(
    hasLanes && x.pixel === lanes
      ? copy(x, { ...y, channels: lanes })
      : copy(x, y, { zeros: hasLanes ? lanes - y.channels : 0 }),
  )
}

export const identityForm: WasmForm = {
  wants: () => [{}],
  write: (place) => {
    writeCopy(place.inputs[0] as View, place.output, place) // one input
    return 'copy'
  },
}

/** Whether its numbers lie one after another, without lanes and margins. */
const isBare = ({ rows, columns, channels, row, pixel }: View): boolean =>
  pixel === channels && (rows === 1 || row === columns * pixel)

/** A value as one long vector. */
const asVector = (view: View): View => {
  const channels = view.rows * view.columns * view.channels
  return { ...view, rows: 1, columns: 1, channels, row: channels, pixel: channels }
}

/** The numbers in their order, in another shape, one of whose sizes may be null: what is left. */
export const reshapeForm = (shape: readonly (number | null)[]): WasmForm => ({
  shape: ([x = []]) => {
    const known = shape.reduce<number>((product, size) => product * (size ?? 1), 1)
    const all = x.reduce((product, size) => product * size, 1)
    return shape.map((size) => size ?? all / known)
  },
  wants: () => [{ close: true }],
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    const { output: y } = place
    if (isBare(x) && isBare(y)) place.call(copy(asVector(x), asVector(y)))
    else if (isBare(x)) writeCopy({ ...y, ...closeAt(x.address, y) }, y, place)
    else if (isBare(y)) place.call(copy(x, { ...x, ...closeAt(y.address, x) }))
    else {
      const between = place.scratch(x.rows * x.columns * x.channels)
      place.call(copy(x, { ...x, ...closeAt(between, x) }))
      writeCopy({ ...y, ...closeAt(between, y) }, y, place)
    }
    return 'copy'
  },
})
/** Where numbers of a view lie one after another. */
const closeAt = (
  address: View['address'],
  { columns, channels }: View,
): Pick<View, 'address' | 'row' | 'pixel'> => ({
  address,
  row: columns * channels,
  pixel: channels,
})

/** Zeros around an image. */
export const padForm = ([rows, columns]: Margins): WasmForm => ({
  shape: ([x = []]) => {
    const [h = 1, w = 1, c = 1] = x
    return [h + rows[0] + rows[1], w + columns[0] + columns[1], c]
  },
  wants: () => [{}],
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    const { output: y } = place
    place.call(copy({ ...y, channels: 0 }, { ...y, channels: 0 }, { zeros: y.pixel }))
    writeCopy(x, partOf(y, [rows[0], columns[0], 0], x), place)
    return 'copy'
  },
})

/** An image without its edges. */
export const cropForm = ([rows, columns]: Margins): WasmForm => ({
  shape: ([x = []]) => {
    const [h = 1, w = 1, c = 1] = x
    return [h - rows[0] - rows[1], w - columns[0] - columns[1], c]
  },
  wants: () => [{}],
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    const { output: y } = place
    writeCopy(partOf(x, [rows[0], columns[0], 0], y), y, place)
    return 'copy'
  },
})

/** An image whose pixels become whole rectangles. */
export const repeatPixelsForm = ([tall, wide]: readonly [number, number]): WasmForm => ({
  shape: ([x = []]) => enlarged(x, [tall, wide]),
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    const { output: y } = place
    for (let row = 0; row < tall; row++)
      for (let column = 0; column < wide; column++) {
        const first = partOf(y, [row, column, 0], x)
        writeCopy(x, { ...first, row: tall * y.row, pixel: wide * y.pixel }, place)
      }
    return 'copy'
  },
})

/** An image enlarged by whole factors, its pixels mixed. */
export const enlargeForm = (factors: readonly [number, number]): WasmForm => ({
  shape: ([x = []]) => enlarged(x, factors),
  write: (place) => {
    place.call(enlarge(place.inputs[0] as View, place.output, factors)) // one input
    return 'enlarge'
  },
})
const enlarged = (
  [height = 1, width = 1, channels = 1]: Shape,
  [tall, wide]: readonly [number, number],
): Shape => [height * tall, width * wide, channels]

/** A vector at each of some steps. */
export const repeatForm = (steps: number): WasmForm => ({
  shape: ([x = []]) => [steps, ...x],
  wants: () => [{}],
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    writeCopy({ ...x, columns: steps, pixel: 0 }, place.output, place)
    return 'copy'
  },
})

/** Other axes: axis i of what comes out is axis `axes[i]` of what goes in. */
export const permuteForm = (axes: readonly number[]): WasmForm => ({
  refuses: () => (axes.length > 3 ? 'there is no kernel for more than 3 axes' : null),
  shape: ([x = []]) => axes.map((axis) => x[axis] ?? 1),
  wants: () => [{}],
  write: (place) => {
    const [x] = place.inputs as readonly [View] // one input
    const { output: y } = place
    const steps = [x.row, x.pixel, 1].slice(-axes.length)
    const [channel = 1, pixel = 0, row = 0] = axes.map((axis) => steps[axis] ?? 0).reverse()
    place.call(copy({ ...x, row, pixel }, y, { xStep: channel, zeros: y.pixel - y.channels }))
    return 'copy'
  },
})
