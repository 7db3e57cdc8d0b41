import type { Call } from './call.js';
import { type Group } from './view.js';
/** A window along one axis. */
export interface Window {
    /** null for an axis of any size. */
    readonly size: number | null;
    readonly kernel: number;
    readonly dilation: number;
    readonly stride: number;
    /** The padding before and after: that of 'same', or numbers. */
    readonly pads: 'same' | readonly [number, number];
}
/** An axis that does not exist: a window of one step. */
export declare const NO_AXIS: Window;
export declare const spanOf: ({ kernel, dilation }: Window) => number;
/** The windows of a node over the axes of an image. */
export declare const windowsOf: (call: Call, spatial: readonly Group[], kernel: readonly number[]) => readonly Window[];
/** The name of the padding, if one fits all axes. */
export declare const paddingOf: (windows: readonly Window[]) => 'valid' | 'same' | null;
/** The padding as numbers. */
export declare const padsOf: (call: Call, window: Window) => readonly [number, number];
/** The axis after the window. */
export declare const windowed: (call: Call, window: Window) => Group;
//# sourceMappingURL=window.d.ts.map