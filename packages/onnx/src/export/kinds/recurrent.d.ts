import type { Activation } from '@layersmith/core';
import { type Exporter, type Use } from '../use.js';
interface Config {
    readonly units: number;
    readonly returnSequences: boolean;
    readonly goBackwards: boolean;
    readonly activation: Activation;
    readonly recurrentActivation?: Activation;
    readonly resetAfter?: boolean;
}
interface Cell {
    readonly operator: 'RNN' | 'GRU' | 'LSTM';
    /** For each of ONNX's gates, its place in TensorFlow.js. */
    readonly gates: readonly number[];
    /** The functions that ONNX asks for, in its order. */
    readonly activations: (config: Config) => readonly (Activation | undefined)[];
}
/**
 * The output in the order of the steps: [batch, steps, units], or [batch, units] of the last step
 * in the direction.
 */
export declare const aligned: (use: Use<Config>, { operator, gates, activations }: Cell) => string;
/** The steps from the last to the first. */
export declare const backwards: (use: Use, y: string) => string;
export declare const cells: {
    readonly simpleRnn: {
        readonly operator: 'RNN';
        readonly gates: readonly [0];
        readonly activations: ({ activation }: Config) => Activation[];
    };
    readonly gru: {
        readonly operator: 'GRU';
        readonly gates: readonly [0, 1, 2];
        readonly activations: ({ activation, recurrentActivation }: Config) => (Activation | undefined)[];
    };
    readonly lstm: {
        readonly operator: 'LSTM';
        readonly gates: readonly [0, 3, 1, 2];
        readonly activations: ({ activation, recurrentActivation }: Config) => (Activation | undefined)[];
    };
};
export declare const simpleRnn: Exporter<Config>;
export declare const gru: Exporter<Config>;
export declare const lstm: Exporter<Config>;
export {};
//# sourceMappingURL=recurrent.d.ts.map