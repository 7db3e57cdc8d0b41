import type { Operators } from '../call.js';
/** By their names in ONNX. */
export declare const operators: ReadonlyMap<string, Operators[string]>;
//# sourceMappingURL=all.d.ts.map