import type { Activation } from '@layersmith/core';
import { type Exporter, type Use } from '../use.js';
import type { Value } from '../value.js';
export interface ConvLstmConfig {
    readonly filters: number;
    readonly kernel: readonly [number, number];
    readonly stride: readonly [number, number];
    readonly dilation: readonly [number, number];
    readonly padding: 'valid' | 'same';
    readonly activation: Activation;
    readonly recurrentActivation: Activation;
    readonly returnSequences: boolean;
    readonly goBackwards: boolean;
}
/** The output of each step with channels first, in the order of computation. */
export declare const imagesOf: (use: Use<ConvLstmConfig>) => readonly string[];
/** The whole sequence, or the last image. */
export declare const madeOf: (use: Use<ConvLstmConfig>, images: readonly string[]) => Value;
export declare const convLstm2d: Exporter<ConvLstmConfig>;
//# sourceMappingURL=conv-lstm2d.d.ts.map