import { type View } from '../../graph/kernels.js';
import { type Margins, type Place, type WasmForm } from '../../graph/wasm.js';
/** A part of a view that begins at a row, a pixel and a channel. */
export declare const partOf: (view: View, at: readonly [number, number, number], like: View) => View;
/** A copy, with lanes where y has them. */
export declare const writeCopy: (x: View, y: View, place: Place) => void;
export declare const identityForm: WasmForm;
/** The numbers in their order, in another shape, one of whose sizes may be null: what is left. */
export declare const reshapeForm: (shape: readonly (number | null)[]) => WasmForm;
/** Zeros around an image. */
export declare const padForm: ([rows, columns]: Margins) => WasmForm;
/** An image without its edges. */
export declare const cropForm: ([rows, columns]: Margins) => WasmForm;
/** An image whose pixels become whole rectangles. */
export declare const repeatPixelsForm: ([tall, wide]: readonly [number, number]) => WasmForm;
/** An image enlarged by whole factors, its pixels mixed. */
export declare const enlargeForm: (factors: readonly [number, number]) => WasmForm;
/** A vector at each of some steps. */
export declare const repeatForm: (steps: number) => WasmForm;
/** Other axes: axis i of what comes out is axis `axes[i]` of what goes in. */
export declare const permuteForm: (axes: readonly number[]) => WasmForm;
//# sourceMappingURL=moves.d.ts.map