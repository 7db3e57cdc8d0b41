import type { Activation } from '@layersmith/core';
import { type Exporter } from '../use.js';
type Counts = number | readonly number[];
interface ConvConfig {
    readonly kernel: Counts;
    readonly stride: Counts;
    readonly dilation: Counts;
    readonly padding: 'valid' | 'same' | 'causal';
    readonly activation: Activation;
}
export declare const conv: Exporter<ConvConfig & {
    readonly groups: number;
}>;
export declare const depthwiseConv: Exporter<ConvConfig>;
export declare const separableConv: Exporter<ConvConfig>;
interface TransposedConfig extends ConvConfig {
    readonly outputPadding: readonly number[] | null;
}
export declare const convTranspose: Exporter<TransposedConfig>;
export {};
//# sourceMappingURL=convolution.d.ts.map