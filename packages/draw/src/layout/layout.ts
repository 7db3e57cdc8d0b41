// Where everything is, in pixels from the top left.
import type { Box, Edge, PictureNode } from '../picture/picture.js'

export interface Point {
  readonly x: number
  readonly y: number
}
export interface Rect extends Point {
  readonly width: number
  readonly height: number
}
export interface Route {
  readonly edge: Edge
  /** Cubic Bézier curves: where they start, and for each two control points and where it ends. */
  readonly curve: readonly Point[]
}
/** Everything that was placed, on a page of this size. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly nodes: ReadonlyMap<PictureNode, Rect>
  readonly boxes: ReadonlyMap<Box, Rect>
  readonly routes: readonly Route[]
  readonly ties: readonly Route[]
}

export const moved = <P extends Point>(at: P, by: Point): P => ({
  ...at,
  x: at.x + by.x,
  y: at.y + by.y,
})
/** The layout, moved right and down. */
export const shifted = (layout: Layout, by: Point): Layout => {
  const all = <K>(map: ReadonlyMap<K, Rect>) =>
    new Map([...map].map(([key, rect]) => [key, moved(rect, by)]))
  const routes = (list: readonly Route[]) =>
    list.map(({ edge, curve }) => ({ edge, curve: curve.map((p) => moved(p, by)) }))
  return {
    width: layout.width,
    height: layout.height,
    nodes: all(layout.nodes),
    boxes: all(layout.boxes),
    routes: routes(layout.routes),
    ties: routes(layout.ties),
  }
}

/** Straight lines from point to point, as curves. */
export const straight = ([start, ...others]: readonly Point[]): readonly Point[] => {
  if (start === undefined) return []
  let last = start
  return [
    start,
    ...others.flatMap((next) => {
      const from = last
      last = next
      return [from, next, next]
    }),
  ]
}
