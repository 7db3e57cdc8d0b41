import type { Activation } from '@layersmith/core';
import { type Exporter, type Use } from '../use.js';
type Name = Exclude<Activation, 'silu'>;
/** Applies an activation to a tensor whose channels are along the axis. */
export declare const activate: (use: Use, name: Activation, x: string, axis: number) => string;
export declare const activation: Exporter<{
    readonly activation: Name;
}>;
export declare const elu: Exporter;
export declare const relu6: Exporter;
export declare const softmax: Exporter;
export declare const leakyRelu: Exporter<{
    readonly alpha: number;
}>;
export declare const thresholdedRelu: Exporter<{
    readonly theta: number;
}>;
interface ReluConfig {
    readonly maxValue: number | null;
    readonly negativeSlope: number;
    readonly threshold: number;
}
/** Keras: up to the threshold `negativeSlope * (x - threshold)`, above it x, at most `maxValue`. */
export declare const relu: Exporter<ReluConfig>;
export declare const prelu: Exporter;
export {};
//# sourceMappingURL=activation.d.ts.map