import * as tf from '@tensorflow/tfjs';
export interface Activation {
    /** As kinds and layers call it. */
    readonly name: string;
    readonly apply: (x: tf.Tensor) => tf.Tensor;
    /** The name it has in TensorFlow.js's fused operations; null where they lack it. */
    readonly fused: 'relu' | 'relu6' | 'sigmoid' | 'elu' | 'leakyrelu' | null;
    /** The slope of a leaky ReLU. */
    readonly alpha?: number;
}
/** The activation with this name, from TensorFlow.js's own list; null for the linear one. */
export declare const activationOf: (name: string) => Activation | null;
export declare const leakyRelu: (alpha: number) => Activation;
/** The options that make a fused operation of TensorFlow.js compute the activation itself. */
export declare const fusedOptions: (activation: Activation | null) => {
    activation?: NonNullable<Activation['fused']>;
    leakyreluAlpha?: number;
};
/** Applies whatever activation the fused operation did not. */
export declare const unfused: (activation: Activation | null, y: tf.Tensor) => tf.Tensor;
//# sourceMappingURL=activation.d.ts.map