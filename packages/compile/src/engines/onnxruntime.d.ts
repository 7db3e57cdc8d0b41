import * as tf from '@tensorflow/tfjs';
/** A tensor of ONNX Runtime. */
export interface OnnxTensor {
    readonly data: unknown;
    readonly dims: readonly number[];
}
/** A session of ONNX Runtime, as far as it is used. */
export interface OnnxSession {
    run(feeds: Readonly<Record<string, OnnxTensor>>, fetches: readonly string[]): Promise<Readonly<Record<string, OnnxTensor>>>;
    release(): Promise<void>;
}
/** The module `onnxruntime-node` or `onnxruntime-web`, as far as it is used. */
export interface OnnxRuntime {
    readonly InferenceSession: {
        create(model: Uint8Array, options?: object): Promise<OnnxSession>;
    };
    readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor;
}
/** How a session is made. */
export interface SessionOptions {
    readonly runtime: OnnxRuntime;
    /** Execution providers in the order in which they are tried; null for those of the runtime. */
    readonly providers: readonly (string | object)[] | null;
    /** All other options of `InferenceSession.create`. */
    readonly session: object;
}
/** The numbers of an input, one example after another. */
export interface Numbers {
    readonly data: Float32Array;
    readonly shape: readonly number[];
}
/** The numbers of each input by its name. */
export type Inputs = Readonly<Record<string, Numbers>>;
/** A session that computes one call after another. */
export declare class OnnxEngine {
    #private;
    private constructor();
    static make(model: Uint8Array, { runtime, providers, session }: SessionOptions): Promise<OnnxEngine>;
    /**
     * New tensors with the outputs of these names, once the inputs are there and the calls before
     * have ended.
     */
    run(inputs: Inputs | Promise<Inputs>, outputs: readonly string[]): Promise<readonly tf.Tensor[]>;
    /** Frees the session, once all calls have ended. */
    release(): Promise<void>;
}
export declare const isRuntime: (x: unknown) => x is OnnxRuntime;
/**
 * The runtime that is installed: the native one, or that of WebAssembly.
 * @throws Error that says how to install one
 */
export declare const installedRuntime: () => Promise<OnnxRuntime>;
//# sourceMappingURL=onnxruntime.d.ts.map