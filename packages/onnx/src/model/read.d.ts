import type { Beside } from '../base/beside.js';
import type { OnnxModel } from './types.js';
/**
 * The model in a file.
 * @param beside the files that it names for tensors; each is asked for once
 * @throws Error that says what is wrong with the file
 */
export declare const readModel: (bytes: Uint8Array, beside: Beside) => Promise<OnnxModel>;
//# sourceMappingURL=read.d.ts.map