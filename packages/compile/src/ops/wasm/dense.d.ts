import type { WasmForm } from '../../graph/wasm.js';
import type { Dense } from '../parameters.js';
export declare const denseForm: (dense: Dense) => WasmForm;
//# sourceMappingURL=dense.d.ts.map