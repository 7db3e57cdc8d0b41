// Every composite by its kind. The compiler reports one that has a file but no line in all.ts.
import type { CompositeKind, CompositeNode } from '../ast/node.js'
import { measureComposites } from '../ast/summary.js'
import { definitions, jsons, sources } from './all.js'
import type { Composite, CompositeJson, Source } from './composite.js'

// the record has exactly these keys
export const compositeKinds = Object.keys(definitions) as readonly CompositeKind[]
export const isCompositeKind = (kind: unknown): kind is CompositeKind =>
  typeof kind === 'string' && Object.hasOwn(definitions, kind)

/** The definition of a composite. */
export const compositeNamed = (kind: CompositeKind): Composite =>
  definitions[kind] as unknown as Composite // a definition only ever gets nodes of its own kind
/** How it is written as JSON and read back. */
export const jsonOf = (kind: CompositeKind): CompositeJson =>
  jsons[kind] as unknown as CompositeJson // as above
/** How it is written as TypeScript. */
export const sourceOf = (kind: CompositeKind): Source<CompositeNode> =>
  sources[kind] as unknown as Source<CompositeNode> // as above
export const compositeOf = (node: CompositeNode): Composite => compositeNamed(node.kind)

measureComposites({
  parts: (node) => compositeOf(node).parts(node),
  size: (node) => compositeOf(node).size(node),
})
