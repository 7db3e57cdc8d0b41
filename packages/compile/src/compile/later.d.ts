import type { AnySig } from '@layersmith/core';
import { type FeaturesOf, type OutputOf } from '@layersmith/tfjs';
import * as tf from '@tensorflow/tfjs';
import { type BatchOf } from './batch.js';
import type { Report } from './report.js';
/** A net of signature S in a session of ONNX Runtime, with the taps N. It answers later. */
export interface CompiledLater<S extends AnySig, N extends string = never> {
    /**
     * A promise of the output for a batch of any size, as `built.predict` gives it: a tensor, or a
     * record of tensors where there are several outputs, which the caller disposes of. Takes tensors,
     * which may be disposed of at once, or typed arrays. A Float32Array goes to the runtime without a
     * copy, so leave it as it is until the promise is settled. Calls at once are computed one after
     * another.
     * @throws TypeError for anything but tensors and typed arrays
     * @throws Error that names what it expected and what it got, when the batch does not fit, or the
     *   program is disposed
     */
    (x: BatchOf<S>): Promise<OutputOf<S>>;
    /** The tensors at the taps that were asked for, by their names. */
    features(x: BatchOf<S>): Promise<{
        readonly [K in N]: K extends keyof FeaturesOf<S> ? FeaturesOf<S>[K] : tf.Tensor;
    }>;
    /** What the runtime is given: the positions of the net, which it fuses as it likes. */
    readonly report: Report;
    /** Frees the session, once the calls so far have ended. A second call gives the same promise. */
    dispose(): Promise<void>;
}
/** Compiles a net to a session. */
export declare const compileLater: (given: unknown, options: unknown) => Promise<object>;
//# sourceMappingURL=later.d.ts.map