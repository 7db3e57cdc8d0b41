// All engines, by name.
import { tfjs } from './tfjs.js'
import { wasm } from './wasm/wasm.js'

export const engines = { tfjs, wasm } as const
export type EngineName = keyof typeof engines
