import type { EngineMaker } from '../engine.js';
export declare const wasm: EngineMaker;
//# sourceMappingURL=wasm.d.ts.map