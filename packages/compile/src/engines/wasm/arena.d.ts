import { type Layout, type Value } from './layout.js';
export interface Arena {
    /** In bytes from the start of the arena. */
    readonly placeOf: (value: Value) => number;
    readonly bytes: number;
}
export declare const arenaOf: (layout: Layout) => Arena;
//# sourceMappingURL=arena.d.ts.map