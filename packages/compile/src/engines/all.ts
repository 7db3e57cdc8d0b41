// All engines, by name.
import { tfjs } from './tfjs.js'

export const engines = { tfjs } as const
export type EngineName = keyof typeof engines
