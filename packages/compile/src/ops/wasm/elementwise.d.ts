import { type Combination } from '../../graph/kernels.js';
import { type Affine } from '../../graph/affine.js';
import { type Activation } from '../../graph/activation.js';
import { type WasmForm } from '../../graph/wasm.js';
/** @param mean whether the sum is to become a mean */
export declare const elementwiseForm: (kind: Combination, { mean, activation, }: {
    readonly mean?: boolean;
    readonly activation?: Activation | null;
}) => WasmForm;
/** @param axis counted with the batch */
export declare const concatForm: (axis: number) => WasmForm;
export declare const activateForm: (activation: Activation) => WasmForm;
export declare const scaleForm: (map: Affine) => WasmForm;
//# sourceMappingURL=elementwise.d.ts.map