/** What will be in the memory of a step: an offset in bytes from the start of a region. */
export interface Address {
    readonly region: Region;
    readonly bytes: number;
}
/** Those that stay where they are for all sizes of batches, and those that a plan lays out. */
export type Region = 'parameters' | 'gradients' | 'slots' | 'others' | 'scalars' | 'results' | 'tables' | 'arena' | 'scratch';
/** The address some elements behind another one. */
export declare const behind: ({ region, bytes }: Address, elements: number) => Address;
/** A number of single precision; other numbers are whole. */
export interface Float {
    readonly float: number;
}
export declare const float: (n: number) => Float;
/** A word of a record; null is the address 0, for what is not there. */
export type Word = number | Float | Address | null;
/** A record before its addresses are known. */
export type Call = readonly Word[];
/** Words of a record. */
export declare const RECORD = 32;
/** A call of a kernel by its number. */
export declare const record: (kernel: number, units: number, args: readonly Word[]) => Call;
//# sourceMappingURL=record.d.ts.map