import { Block as Class } from './block.js'
import type { Sig, Trait } from './signature.js'
import type { Block as Type } from './fluent.js'

export const Block = Class
export type Block<S extends Sig, H extends Trait> = Type<S, H>
