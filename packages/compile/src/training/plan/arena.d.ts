import { type Value } from './timeline.js';
/** The places of values in bytes, and the bytes of all of them. */
export declare const arenaOf: (values: readonly Value[]) => {
    readonly places: ReadonlyMap<Value, number>;
    readonly bytes: number;
};
//# sourceMappingURL=arena.d.ts.map