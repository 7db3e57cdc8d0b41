import type { Activation } from '../graph/activation.js';
import type { Weights } from './weights.js';
import type { Window } from './window.js';
export interface Convolution extends Weights {
    /** The kernel is [height, width, channels of a group, filters]. */
    readonly window: Window;
    readonly groups: number;
    readonly activation: Activation | null;
}
export interface Depthwise extends Weights {
    /** The kernel is [height, width, channels, filters of each]. */
    readonly window: Window;
    readonly activation: Activation | null;
}
export interface Dense extends Weights {
    /** The kernel is [inputs, units]. */
    readonly activation: Activation | null;
    /** Whether an example is one vector, whatever shape it comes in. */
    readonly readsFlat?: boolean;
}
export type PoolKind = 'max' | 'average';
//# sourceMappingURL=parameters.d.ts.map