import { type WasmForm } from '../../graph/wasm.js';
import type { Depthwise } from '../parameters.js';
export declare const depthwiseForm: (conv: Depthwise) => WasmForm;
//# sourceMappingURL=depthwise.d.ts.map