/**
 * The folders of each package's sources, from the ground to the door. A file may import from its
 * own folder and from those before it; `index.ts`, the door, may import from all of them.
 * `npm run imports` checks this for every root listed here: its folders are these, and the only
 * other source in it is `index.ts`.
 */
export const layers = {}

/**
 * Roots that still have a cycle of types. TODO: the change that cuts the cycle of core removes this
 * line.
 */
export const cyclic = ['packages/core/src']
