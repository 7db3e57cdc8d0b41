import type { EngineMaker } from './engine.js';
/** Calls operations of TensorFlow.js, on whatever backend runs. */
export declare const tfjs: EngineMaker;
//# sourceMappingURL=tfjs.d.ts.map