import { type Plan, type PlannedTap } from '@layersmith/core';
import { type EngineName } from '../engines/all.js';
import { type OnnxRuntime } from '../engines/onnxruntime.js';
/** The options of `compile`; `N` are the names of taps. */
export interface CompileOptions<N extends readonly string[]> {
    /**
     * What computes: 'tfjs' calls TensorFlow.js, on whatever backend runs; 'wasm' runs kernels of its
     * own, and refuses what it has none for. 'auto', the default, times both on an example, some 200
     * ms, and takes the faster one; 'tfjs' where wasm refuses or sizes are open. The report says why.
     */
    engine?: 'auto' | EngineName | undefined;
    /**
     * Keeps the engine 'wasm' to kernels whose errors are those of plain sums, at most 2e-6 of the
     * largest number for a convolution: it leaves out Winograd's F(4x4, 3x3), whose errors reach
     * 2e-5, and takes F(2x2, 3x3) or the direct kernel, which are slower. False by default. The other
     * engines have no such choice, and refuse it; 'auto' takes wasm for it.
     */
    exact?: boolean | undefined;
    /** The taps that `features` gives; none by default. Their values are computed as they are. */
    taps?: N | undefined;
}
/** The options of `compile` for the engine `onnxruntime`; `N` are the names of taps. */
export interface OnnxRuntimeOptions<N extends readonly string[]> {
    /** ONNX Runtime computes, native or in WebAssembly; the program answers later, by promises. */
    engine: 'onnxruntime';
    /**
     * The module `onnxruntime-node` or `onnxruntime-web`. By default the one that is installed, the
     * native one first; on a page, give it.
     */
    runtime?: OnnxRuntime | undefined;
    /**
     * Execution providers in the order in which they are tried: `['cuda', 'cpu']`, `['webgpu']`,
     * `['wasm']`. By default those of the runtime.
     */
    providers?: readonly (string | object)[] | undefined;
    /** Other options of the session, such as `{ intraOpNumThreads: 1 }`. */
    session?: object | undefined;
    /** The taps that `features` gives; none by default. They become outputs of the model. */
    taps?: N | undefined;
}
/** The options as they were read. */
interface Read {
    readonly engine: 'auto' | EngineName;
    readonly exact: boolean;
    /** In the order of their names. */
    readonly taps: readonly PlannedTap[];
}
interface ReadSession {
    /** null for the one that is installed. */
    readonly runtime: OnnxRuntime | null;
    readonly providers: readonly (string | object)[] | null;
    readonly session: object;
    readonly taps: readonly PlannedTap[];
}
/** Whether a session of ONNX Runtime is asked for. */
export declare const isForSession: (options: unknown) => boolean;
/** Checks the options of a session, for callers without types. */
export declare const readSessionOptions: (options: unknown, plan: Plan) => ReadSession;
/** Checks the options, for callers without types. */
export declare const readOptions: (options: unknown, plan: Plan) => Read;
export {};
//# sourceMappingURL=options.d.ts.map