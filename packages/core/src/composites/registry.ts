// Every composite by its kind. The compiler reports one that has a file but no line in all.ts.
import type { CompositeKind, CompositeNode } from '../ast/node.js'
import { measureComposites } from '../ast/summary.js'
import * as all from './all.js'
import type { Composite, Composites } from './composite.js'

const listed: Composites = { ...all }
/** The names of all composites. */
export const compositeKinds = Object.keys(listed) as readonly CompositeKind[] // just these keys
export const isCompositeKind = (kind: unknown): kind is CompositeKind =>
  typeof kind === 'string' && Object.hasOwn(listed, kind)

/** The definition of a composite. */
export const compositeNamed = (kind: CompositeKind): Composite =>
  listed[kind] as unknown as Composite // a definition only ever gets nodes of its own kind
export const compositeOf = (node: CompositeNode): Composite => compositeNamed(node.kind)

measureComposites({
  parts: (node) => compositeOf(node).parts(node),
  size: (node) => compositeOf(node).size(node),
})
