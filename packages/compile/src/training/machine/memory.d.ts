import { type Net, type Planned } from '../plan/plan.js';
import { type Region } from '../program/record.js';
type Fixed = Exclude<Region, 'tables' | 'arena' | 'scratch'>;
/** Where each region begins, in bytes, and how many floats it has. */
export interface Regions {
    readonly starts: Readonly<Record<Fixed, number>>;
    readonly elements: Readonly<Record<Fixed, number>>;
    readonly end: number;
}
export declare const regionsOf: (net: Net, others: number) => Regions;
/** A plan whose addresses are known. */
export interface Program {
    readonly planned: Planned;
    /** Where the words go, and where the records and the arena begin, in bytes. */
    readonly base: number;
    readonly words: Int32Array<ArrayBuffer>;
    readonly records: number;
    readonly arena: number;
    readonly end: number;
    /** Where the results of each head begin. */
    readonly results: readonly number[];
}
export declare const programOf: (net: Net, regions: Regions, planned: Planned) => Program;
export {};
//# sourceMappingURL=memory.d.ts.map