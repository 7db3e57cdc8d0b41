import type { Activation } from '../../graph/activation.js';
import { type Limits, type View } from '../../graph/kernels.js';
import type { Place } from '../../graph/wasm.js';
/** Why a wasm program cannot compute an activation, if so. */
export declare const refusedActivation: (activation: Activation | null) => string | null;
/** The limits by which a kernel computes an activation itself; none for others. */
export declare const limitsOf: (activation: Activation | null) => Limits;
/** An activation of x to y, which may be x. Gives the name of the kernel. */
export declare const writeActivation: (activation: Activation, x: View, y: View, place: Place) => string;
/** What is left to do of an activation after a kernel with limits. */
export declare const writeRest: (activation: Activation | null, y: View, place: Place) => void;
/** y times a number. */
export declare const writeTimes: (y: View, factor: number, place: Place) => void;
//# sourceMappingURL=activations.d.ts.map