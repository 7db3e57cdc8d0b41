import { type Affine } from '../graph/affine.js';
import { type Op } from '../graph/op.js';
import type { Convolution } from './parameters.js';
import { type Window } from './window.js';
/**
 * A convolution, its bias and its activation: [height, width, channels] to [newHeight, newWidth,
 * filters], or the same of a sequence.
 */
export declare const convolution: (conv: Convolution) => Op;
/** Why a window cannot take in a map: the map would not apply to the zeros around the image. */
export declare const mayFollow: (window: Window, map: Affine) => string | null;
//# sourceMappingURL=convolution.d.ts.map