import type { AnySig, Fixed, TapsOf, Trait } from '@layersmith/core';
import type { Built, FeaturesOf, OutputOf } from '@layersmith/tfjs';
import * as tf from '@tensorflow/tfjs';
import { type BatchOf } from './batch.js';
import type { CompiledLater } from './later.js';
import { type CompileOptions, type OnnxRuntimeOptions } from './options.js';
import { type CompiledOp, type Report } from './report.js';
import { type NetWithWeights } from './source.js';
/** A compiled net of signature S, with the taps N. */
export interface Compiled<S extends AnySig, N extends string = never> {
    /**
     * The output for a batch of any size, as `built.predict` gives it: a tensor, or a record of
     * tensors where there are several outputs, which the caller disposes of. Takes tensors or typed
     * arrays. More than 32 examples are computed in parts, as in predict. It computes before it
     * returns, so calls never overlap.
     * @throws TypeError for anything but tensors and typed arrays
     * @throws Error that names what it expected and what it got, when the batch does not fit, or the
     *   program is disposed
     */
    (x: BatchOf<S>): OutputOf<S>;
    /**
     * The tensors at the taps that were asked for, by their names; it computes no more than these
     * need.
     */
    features(x: BatchOf<S>): {
        readonly [K in N]: K extends keyof FeaturesOf<S> ? FeaturesOf<S>[K] : tf.Tensor;
    };
    /**
     * Times each operation on a batch, and gives the operations with their milliseconds for the whole
     * batch: medians of many runs. `report` has them too from then on.
     * @param seconds how long it goes on; 1 by default
     * @throws Error on backends whose calls return before they have computed (webgpu, webgl)
     */
    profile(x: BatchOf<S>, options?: {
        seconds?: number | undefined;
    }): readonly CompiledOp[];
    /** What was folded, fused and left alone, and the operations that run. */
    readonly report: Report;
    /** Frees everything that the program holds. A second call does nothing. */
    dispose(): void;
}
/** The names of the taps of a net of signature S. */
type TapName<S extends AnySig> = keyof TapsOf<S> & string;
/**
 * Compiles a net for inference: batch normalizations, scales and activations are folded into the
 * layers around them, dropout disappears, and the rest runs as few operations as possible, on
 * kernels of its own or on TensorFlow.js, whichever is faster here. Apart from rounding, it
 * computes what `predict` does.
 *
 * The weights are copied: neither training the model nor disposing of it changes the program.
 * @param net what `toModel` made, a net with its weights by name, or a tf.LayersModel that
 *   `fromModel` can read
 * @throws TypeError for anything else, and for wrong options
 * @throws BuildError with the problems of a net, of weights or of a model
 * @example
 * import { input, toModel } from 'layersmith'
 * import { compile } from '@layersmith/compile'
 * const built = toModel(input([28, 28, 1]).conv(8, 3).bn().relu().globalPool().dense(10))
 * const run = await compile(built)
 * built.dispose()
 * const y = run(new Float32Array(2 * 28 * 28)) // two images
 * y.shape // [2, 10]
 * run.report.ops.map(({ op }) => op) // ['convolution', 'global average pooling', 'dense']
 * y.dispose()
 * run.dispose()
 */
export declare function compile<S extends AnySig, const N extends readonly TapName<S>[] = readonly never[]>(net: Built<S>, options?: CompileOptions<N>): Promise<Compiled<S, N[number]>>;
export declare function compile<S extends AnySig, H extends Trait, const N extends readonly TapName<S>[] = readonly never[]>(net: NetWithWeights<S, H>, options?: CompileOptions<N>): Promise<Compiled<S, N[number]>>;
/** Someone else's model: `S` is the assumed signature, by default one input and one output. */
export declare function compile<S extends AnySig = Fixed<number[], number[]>>(model: tf.LayersModel, options?: CompileOptions<readonly never[]>): Promise<Compiled<S>>;
/** With ONNX Runtime, which is asynchronous. */
export declare function compile<S extends AnySig, const N extends readonly TapName<S>[] = readonly never[]>(net: Built<S>, options: OnnxRuntimeOptions<N>): Promise<CompiledLater<S, N[number]>>;
export declare function compile<S extends AnySig, H extends Trait, const N extends readonly TapName<S>[] = readonly never[]>(net: NetWithWeights<S, H>, options: OnnxRuntimeOptions<N>): Promise<CompiledLater<S, N[number]>>;
export declare function compile<S extends AnySig = Fixed<number[], number[]>>(model: tf.LayersModel, options: OnnxRuntimeOptions<readonly never[]>): Promise<CompiledLater<S>>;
export {};
//# sourceMappingURL=compile.d.ts.map