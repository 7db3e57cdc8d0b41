// What is in a picture of an architecture, before anything is placed or written: layers, the arrows
// between them, and boxes around those that belong together.
import type { Sizes } from '@layersmith/core'

/** How a position comes to its layer. */
export type Served = 'own' | 'shared' | 'tied'

/** What is known about a position or an input. */
export interface Facts {
  /** The boxes around it, from the outermost in. */
  readonly within: readonly string[]
  readonly name: string
  /** Where it is, as the net or the model says it. */
  readonly path: string
  /** null for an input. */
  readonly kind: string | null
  readonly shape: Sizes
  /** null if unknown. */
  readonly params: number | null
  /** For one example; null if unknown. */
  readonly flops: number | null
  readonly served: Served
  /** The path of the first position of its layer, and how many there are. */
  readonly first: string
  readonly places: number
  readonly frozen: boolean
  /** The paths of what flows in. */
  readonly inputs: readonly string[]
  /** Names of taps and outputs here; '' is the only output of a net. */
  readonly taps: readonly string[]
  readonly outputs: readonly string[]
}

/** A position or an input, drawn as a node. */
export interface PictureNode extends Facts {
  /** `n12`: unique in the picture, and safe in every format. */
  readonly id: string
  /** Its name inside the boxes that are drawn. */
  readonly label: string
}

/** A composite, drawn as a box around its layers. */
export interface Box {
  /** `c3`: unique in the picture, and safe in every format. */
  readonly id: string
  readonly label: string
  readonly path: string
  readonly children: readonly (Box | PictureNode)[]
  /** How many layers are inside, and their parameters. */
  readonly layers: number
  readonly params: number
}
export const isBox = (child: Box | PictureNode): child is Box => 'children' in child

export interface Edge {
  readonly from: PictureNode
  readonly to: PictureNode
}

export interface Picture {
  readonly title: string
  /** Each after those that it takes. */
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly Edge[]
  /** Between positions with the same weights, in order. */
  readonly ties: readonly Edge[]
  readonly children: readonly (Box | PictureNode)[]
  readonly params: { readonly trainable: number; readonly nonTrainable: number }
  /** For one example; null if unknown. */
  readonly flops: number | null
}

/** All boxes, each before those inside it. */
export const boxesIn = (children: Picture['children']): readonly Box[] =>
  children.flatMap((child) => (isBox(child) ? [child, ...boxesIn(child.children)] : []))
