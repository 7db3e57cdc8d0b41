// What the library knows about its kinds, as data for documentation and tools.
import { definitionOf, fieldsOf, isMethodKind, kindNames } from './registry.js'
import type { Held } from './kind.js'
import type { Kind } from '../types/block.js'

/** What `kinds()` tells of a kind. */
export interface KindInfo {
  readonly kind: Kind
  /** Whether a block has a method of this name; merges come from `branch` and `residual`. */
  readonly method: boolean
  /** The Keras and TensorFlow.js classes that implement it. */
  readonly classes: readonly string[]
  /** What it holds with its default options. */
  readonly held: Held
  readonly options: readonly {
    readonly name: string
    /** The Keras name, where it differs. */
    readonly keras: string | null
    readonly expected: string
  }[]
}

/**
 * Every kind of layer.
 * @example
 * import { kinds } from 'layersmith'
 * kinds().filter((k) => k.held === 'batchStatistics').map((k) => k.kind) // ['bn']
 */
export const kinds = (): readonly KindInfo[] =>
  kindNames.map((kind): KindInfo => {
    const def = definitionOf(kind)
    const fields = fieldsOf(def)
    return {
      kind,
      method: isMethodKind(kind),
      classes: [...new Set(def.classes.map((c) => c.className))],
      held: def.held(Object.fromEntries(fields.map(([name, f]) => [name, f.fallback]))),
      options: fields.map(([name, f]) => ({ name, keras: f.keras, expected: f.expected })),
    }
  })
