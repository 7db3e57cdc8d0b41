import { type Built, type TrainingOf } from '@layersmith/tfjs';
import type { AnySig } from '@layersmith/core';
import type { TypedArray } from '../../compile/batch.js';
import type { Step } from '../contract.js';
import type { Penalty } from '../optimizers/penalties.js';
import { type Measuring, type Numbers } from './measures.js';
import type { ReadOptions } from './options.js';
export interface CoreParts {
    readonly built: Pick<Built<AnySig>, 'model' | 'plan'>;
    readonly training: TrainingOf;
    readonly step: Step;
    readonly options: ReadOptions;
    readonly penalties: readonly Penalty[];
    readonly measuring: Measuring;
}
/** A batch: the numbers of each input and target, and which examples of them. */
export interface Batch {
    readonly inputs: readonly TypedArray[];
    readonly targets: readonly TypedArray[];
    readonly count: number;
    /** The examples, or the first of them that follow each other. */
    readonly rows: Int32Array | number;
}
export declare class TrainingCore {
    #private;
    readonly step: Step;
    constructor(parts: CoreParts);
    /** One step; gives what it measured before it changed anything. */
    train(where: string, batch: Batch): Numbers;
    /** Makes a step of what is gathered; callers that read the weights want it. */
    finish(): void;
    /** What the net makes of a batch as it is. */
    measure(where: string, batch: Batch): Numbers;
    sync(where: string): void;
    dispose(): void;
    /** Refuses to go on where it cannot, and takes what others have changed. */
    ready(where: string): void;
}
//# sourceMappingURL=core.d.ts.map