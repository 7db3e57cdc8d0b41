import type { Margins, Shape } from '../../graph/wasm.js';
import type { Window } from '../window.js';
/** How many windows there are along each axis, and the zeros that they read around the image. */
export interface Extent {
    readonly outputs: readonly [number, number];
    readonly margins: Margins;
}
export declare const extentOf: (window: Window, shape: Shape) => Extent;
/** The sizes after windows, with other channels. */
export declare const afterWindows: (window: Window, shape: Shape, channels: number) => Shape;
//# sourceMappingURL=extent.d.ts.map