// Every kind by its name; the compiler says which one has a file and no line in all.ts.
import type { Kind, MethodKind } from '../types/block.js'
import type { MethodKindOf } from './kind.js'
import * as all from './all.js'

/** The definition of every kind. */
export const layers = all satisfies { readonly [K in Kind]: { readonly kind: K } }
type Methods = Pick<typeof all, MethodKind>
/** The kinds that have a builder method: those that take arguments. */
// layers has them all
export const methods = Object.fromEntries(
  Object.entries(all).filter(([, def]) => 'args' in def),
) as unknown as Methods
export type { MethodKindOf }
