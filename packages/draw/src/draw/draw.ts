// The door, and the steps: what it shows → where everything is → how it is written.
import { type AnyDescription, type Plan, plan, shortened } from '@layersmith/core'
import { dotOf } from '../graph-text/dot.js'
import { mermaidOf } from '../graph-text/mermaid.js'
import { htmlOf } from '../image/html.js'
import { pngOf } from '../image/png.js'
import { svgOf } from '../image/svg.js'
import { layoutOf } from '../layout/arrange.js'
import { type DrawnModel, isModel } from '../picture/drawn-model.js'
import { pictureOfModel } from '../picture/of-model.js'
import { pictureOfPlan } from '../picture/of-plan.js'
import type { Picture } from '../picture/picture.js'

/** What can be drawn: a net, its plan, what `toModel` made, or any `tf.LayersModel`. */
export type Drawable =
  | AnyDescription
  | Plan
  | { readonly plan: Plan; readonly model?: DrawnModel }
  | DrawnModel
  | { readonly model: DrawnModel }

/** What `draw` returns in each format. */
export interface Formats {
  /** A picture for pages and READMEs, light or dark as the reader's system. */
  readonly svg: string
  /** The same as pixels, two for each of the SVG; needs the package `@resvg/resvg-js`. */
  readonly png: Uint8Array
  /** A page of its own, on which boxes fold. */
  readonly html: string
  /** Graphviz's language. */
  readonly dot: string
  /** A flowchart of Mermaid, which GitHub draws in Markdown. */
  readonly mermaid: string
}

/** The options of `draw`. */
export interface DrawOptions<F extends keyof Formats = keyof Formats> {
  /** 'svg', 'png', 'html', 'dot' or 'mermaid'. */
  readonly format: F
  /** A line above the picture; none by default. */
  readonly title?: string | undefined
}

/**
 * Draws an architecture: layers with output shapes (without the batch), parameters and FLOPs of one
 * example (a multiply-add counts as two), arrows for what flows, and a box around each composite.
 *
 * A layer at a single place has a solid line, a stateless layer at several places a dashed one, a
 * layer whose weights serve several places a double one; frozen layers have a padlock. The same is
 * said in words, also to screen readers.
 * @param what a net, its plan, what `toModel` made (frozen is what does not train now), or any
 *   `tf.LayersModel`, which is drawn from its own layers, with a box around each model in it
 * @throws BuildError with all problems of a net
 * @throws TypeError for anything else, unknown options and formats, and a model without layers
 * @throws Error for 'png' without `@resvg/resvg-js`
 * @throws RangeError for more than 2,500 layers or 10,000 arrows that hang together without a layer
 *   that everything passes; 'dot' and 'mermaid' have no such limit
 * @example
 * import { draw } from '@layersmith/draw'
 * import { block, input, residual } from '@layersmith/core'
 * const same = { padding: 'same' } as const
 * const net = input([28, 28, 1]).conv(8, 3, same).pipe(residual(block().conv(8, 3, same).relu()))
 * const svg = await draw(net, { format: 'svg', title: 'A small net' })
 * svg.startsWith('<svg ') // true
 * const dot = await draw(net, { format: 'dot' })
 * dot.includes('subgraph cluster_c1') // true
 */
export const draw = async <F extends keyof Formats>(
  what: Drawable,
  options: DrawOptions<F>,
): Promise<Formats[F]> => {
  const { format, title = '' } = checked(options)
  return writers[format](pictureOf(what, title))
}

const writers: { readonly [F in keyof Formats]: (picture: Picture) => Promise<Formats[F]> } = {
  svg: (picture) => pageOf(picture),
  png: async (picture) => pngOf(await pageOf(picture)),
  // folded, a column is short
  html: async (picture) => htmlOf(picture, svgOf(picture, await layoutOf(picture, true))),
  dot: (picture) => Promise.resolve(dotOf(picture)),
  mermaid: (picture) => Promise.resolve(mermaidOf(picture)),
}
const pageOf = async (picture: Picture): Promise<string> =>
  svgOf(picture, await layoutOf(picture, false))
const formats = Object.keys(writers)

const checked = <F extends keyof Formats>(options: DrawOptions<F>): DrawOptions<F> => {
  const given: unknown = options // a caller may not use the types
  if (typeof given !== 'object' || given === null)
    throw new TypeError("draw: needs options; write draw(net, { format: 'svg' })")
  const { format, title = '', ...others } = given as Readonly<Record<string, unknown>> // an object
  if (typeof format !== 'string' || !formats.includes(format))
    throw new TypeError(
      `draw: format must be one of ${formats.join(', ')}, got ${shortened(String(format), 60)}`,
    )
  if (typeof title !== 'string')
    throw new TypeError(`draw: title must be a text, got ${typeof title}`)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    throw new TypeError(
      `draw: option ${JSON.stringify(shortened(unknown, 60))} is not known; ` +
        'it takes format and title',
    )
  return options
}

const pictureOf = (what: Drawable, title: string): Picture => {
  // not an object: plan says what it needs
  if (typeof what !== 'object' || what === null) return pictureOfPlan(plan(what), title)
  if ('positions' in what) return pictureOfPlan(what, title)
  if ('plan' in what) return pictureOfPlan(what.plan, title, what.model)
  if ('model' in what) return pictureOfModel(what.model, title)
  if (isModel(what)) return pictureOfModel(what, title)
  return pictureOfPlan(plan(what), title)
}
