import * as tf from '@tensorflow/tfjs';
import type { Program } from '../engines/engine.js';
/**
 * Milliseconds of each operation by its key: the medians of runs on a batch.
 * @throws Error on a backend whose calls return before they have computed
 */
export declare const timesOf: (program: Program, inputs: readonly tf.Tensor[], { seconds, onTfjs }: {
    readonly seconds: number;
    readonly onTfjs: boolean;
}) => ReadonlyMap<string, number>;
/** The seconds that options of `run.profile` ask for, for callers without types. */
export declare const secondsOf: (options?: unknown) => number;
//# sourceMappingURL=profile.d.ts.map