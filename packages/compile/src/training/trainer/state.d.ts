import { type TrainingOf } from '@layersmith/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Step } from '../contract.js';
import type { Rule } from '../optimizers/rules.js';
export declare class SharedState {
    #private;
    /** The steps that the optimizer has made. */
    iterations: number;
    constructor(training: TrainingOf, optimizer: tf.Optimizer, rule: Rule, step: Step);
    /** Takes what others have changed in the build; gives whether weights were. */
    take(): boolean;
    /** Says that a step has changed the weights here, and the optimizer has made so many steps. */
    went(steps: number): void;
    /** Writes everything into the build. */
    give(): void;
}
//# sourceMappingURL=state.d.ts.map