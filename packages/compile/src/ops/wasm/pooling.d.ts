import type { WasmForm } from '../../graph/wasm.js';
import type { PoolKind } from '../parameters.js';
import type { Window } from '../window.js';
export declare const poolingForm: (kind: PoolKind, window: Window) => WasmForm;
export declare const globalPoolingForm: (kind: PoolKind, keepsAxes: boolean) => WasmForm;
//# sourceMappingURL=pooling.d.ts.map