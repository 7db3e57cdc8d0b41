import type { WasmForm } from '../../graph/wasm.js';
import type { Convolution } from '../parameters.js';
export declare const convolutionForm: (conv: Convolution) => WasmForm;
//# sourceMappingURL=convolution.d.ts.map