import { Block as Class } from './block.js'
import type { Sig, Trait } from '../types/signature.js'
import type { Block as Type } from '../types/block.js'

export const Block = Class
export type Block<S extends Sig, H extends Trait> = Type<S, H>
