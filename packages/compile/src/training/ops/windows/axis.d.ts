import type { Geometry } from './geometry.js';
/** Output o meets input o · stride + tap · dilation − before. */
export interface Axis {
    readonly size: number;
    readonly outputs: number;
    readonly stride: number;
    readonly dilation: number;
    readonly before: number;
    readonly taps: number;
    /** The filter's element that is the first tap, and the step to that of the next tap. */
    readonly first: number;
    readonly step: number;
}
export declare const rowsOf: (geo: Geometry) => Axis;
export declare const columnsOf: (geo: Geometry) => Axis;
/** The gradients along an axis, for each remainder of an input modulo the stride. */
export declare const phasesOf: (axis: Axis) => readonly Axis[];
/** The number of elements from the first tap to the last. */
export declare const reachOf: ({ taps, dilation }: Axis) => number;
//# sourceMappingURL=axis.d.ts.map