import * as each from './each.js'

/** All architectures by name. */
export type Architectures = typeof each

/**
 * All architectures by name, for programs that let people choose. Who knows which one they want
 * imports it alone, and the bundle leaves the others out.
 * @example
 * import { architectures } from '@layersmith/zoo'
 * architectures.mobileNetV2({ classes: 10 }).shape // [10]
 */
export const architectures: Architectures = /* @__PURE__ */ Object.freeze({ ...each })
