import { type Exporter } from '../use.js';
export declare const add: Exporter;
export declare const multiply: Exporter;
export declare const average: Exporter;
export declare const maximum: Exporter;
export declare const minimum: Exporter;
export declare const concat: Exporter<{
    readonly axis: number;
}>;
interface DotConfig {
    readonly axes: readonly [number, number];
    readonly normalize: boolean;
}
/** A matrix product, over the last axis of one and the first of the other. */
export declare const dot: Exporter<DotConfig>;
export {};
//# sourceMappingURL=merge.d.ts.map