import * as tf from '@tensorflow/tfjs';
import type { Margins } from '../graph/op.js';
/** How a window moves over an image, or over a sequence as an image of one row. */
export interface Window {
    readonly size: readonly [number, number];
    readonly stride: readonly [number, number];
    readonly dilation: readonly [number, number];
    /** 'same' adds zeros as Keras does, which depends on the image's size. */
    readonly padding: 'same' | Margins;
    /** Whether input and output are sequences. */
    readonly isLine: boolean;
}
export declare const NO_MARGINS: Margins;
/** Whether no window reads padding. */
export declare const readsOnlyImage: ({ padding, size, stride }: Window) => boolean;
/** The padding as TensorFlow.js takes it. */
export declare const paddingOf: ({ padding }: Window) => 'same' | 'valid' | ExplicitPadding;
type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];
/** Zero padding followed by the window, as one window; or why that is impossible. */
export declare const withMargins: (window: Window, around: Margins) => Window | string;
/** Computes with a sequence as an image of one row. */
export declare const asImage: ({ isLine }: Window, x: tf.Tensor, compute: (image: tf.Tensor4D) => tf.Tensor) => tf.Tensor;
export {};
//# sourceMappingURL=window.d.ts.map