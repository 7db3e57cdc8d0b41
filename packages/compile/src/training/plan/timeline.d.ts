import type { Place } from '../contract.js';
import type { Address, Call } from '../program/record.js';
/** Numbers in the arena, from the first event that uses them to the last one. */
export declare class Value {
    readonly elements: number;
    from: number;
    to: number;
    constructor(elements: number);
    use(time: number): void;
}
/** What an event needs to write its calls. */
export interface Writer extends Place {
    address(value: Value): Address;
    table(numbers: Int32Array | Float32Array): Address;
}
interface Event {
    readonly write: (writer: Writer) => void;
}
export declare class Timeline {
    #private;
    /** An event that uses these values. */
    add(values: readonly Value[], write: (writer: Writer) => void): void;
    /** Values that are there before all events, or still after them. */
    before(values: readonly Value[]): void;
    after(values: readonly Value[]): void;
    get events(): readonly Event[];
    get values(): readonly Value[];
}
export declare const aligned: (bytes: number) => number;
/** The calls of events, with the tables and the scratch memory that they asked for. */
export declare class Script {
    #private;
    readonly calls: Call[];
    /** What all events need of the scratch, in bytes: each has it for itself while it runs. */
    scratch: number;
    write(event: (writer: Writer) => void, address: Writer['address']): void;
    /** The numbers of all tables, as they lie in memory. */
    get tables(): Int32Array<ArrayBuffer>;
}
export {};
//# sourceMappingURL=timeline.d.ts.map