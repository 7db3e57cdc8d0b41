import type * as tf from '@tensorflow/tfjs';
import { type AnyDescription, type Plan } from '@layersmith/core';
import { type WeightValues } from '@layersmith/tfjs';
import type { ExportNote } from './use.js';
/** What `toModel` made. */
export interface BuiltNet {
    readonly model: tf.LayersModel;
    readonly plan: Plan;
}
/** A net with weights by name, as `readKeras`, `fromOnnx` and `fromModel` give them. */
export interface NetWithWeights {
    readonly net: AnyDescription;
    readonly weights: Readonly<Record<string, WeightValues>>;
}
/** The options of `toOnnx`. */
export interface ToOnnxOptions {
    /**
     * The layout of image and volume inputs and outputs: 'nhwc', the default, with channels last, as
     * everywhere here, or 'nchw', with channels first. Either way the model computes with channels
     * first.
     */
    layout?: 'nhwc' | 'nchw';
    /** Whether the taps are outputs, after those of the net; false by default. */
    taps?: boolean;
    /** The name of the graph; by default that of the model. */
    name?: string;
    /** Is called with the differences to the net: the layers that work only in training. */
    report?: (notes: readonly ExportNote[]) => void;
}
/**
 * Writes a built net as an ONNX model (IR version 8, opset 17), for ONNX Runtime, the converters of
 * TensorRT and CoreML, and Netron. It computes what `built.predict` does. The batch may have any
 * size, and so may sizes that are null in the net. Inputs, outputs and taps have the names of the
 * plan, nodes the paths of their layers, and weights the names that `weightsOf` gives
 * (`conv1/kernel`), in ONNX's order. Tied layers share their weights. Equal nets give equal bytes.
 *
 * Images have their channels last, as everywhere here, unless `layout` is 'nchw'; inside, the model
 * computes with channels first, and transposes at its border. Tokens are float32, as here.
 * @param net what `toModel` made, or a net with its weights
 * @returns the bytes of the model
 * @throws TypeError for anything else, and for wrong options
 * @throws Error that names the path and the kind of each layer that ONNX cannot express: masks
 *   (`masking`, `embedding` with `maskZero`), custom layers, recurrent layers with activations that
 *   its operators lack, a few layers over sequences or images of any size; and when the weights
 *   exceed 2 GB, which a file cannot hold
 * @example
 * import { input, toModel } from 'layersmith'
 * import { toOnnx } from '@layersmith/onnx'
 * const built = toModel(input([28, 28, 1]).conv(8, 3).bn().relu().globalPool().dense(10))
 * const bytes = await toOnnx(built, { name: 'digits' })
 * bytes.length > 1000 // true
 * built.dispose()
 */
export declare const toOnnx: (net: BuiltNet | NetWithWeights, options?: ToOnnxOptions) => Promise<Uint8Array<ArrayBuffer>>;
//# sourceMappingURL=to-onnx.d.ts.map