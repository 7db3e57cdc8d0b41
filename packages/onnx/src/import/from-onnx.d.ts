import { type AnyDescription, type AnyNet } from '@layersmith/core';
import { type Source } from '@layersmith/tfjs';
import type { Numbers } from '../model/types.js';
import type { Report } from './report.js';
/** An ONNX model as a net. */
export interface FromOnnx<N extends AnyDescription = AnyNet> {
    readonly net: N;
    /**
     * Its weights for `loadWeights`, by their names in the built net. They are plain arrays, not
     * tensors, so there is nothing to dispose of.
     */
    readonly weights: Readonly<Record<string, Numbers>>;
    /** What was read, and where the net differs from the graph. */
    readonly report: Report;
}
/** Options of {@link fromOnnx}. */
export interface FromOnnxOptions {
    /**
     * The bytes of a file of weights beside the model, by its name in the model. By default, a model
     * that is read from a path takes them from its folder.
     */
    readonly files?: (name: string) => Promise<Uint8Array>;
}
/**
 * Reads a convolutional net from an ONNX file, as PyTorch exports it, of opset 11 to 21. The result
 * is a net like any other, and it trains. Its images have their channels last, [batch, height,
 * width, channels], where ONNX has them first; kernels, and the rows of a dense layer after a
 * flatten, are reordered to match. `report.inputs` and `report.outputs` say which axis went where.
 * A node that no layer computes is refused, with its operator and the reason.
 *
 * Files are not trusted: nothing in them is run, the error for a damaged file says what is wrong,
 * and no more memory is taken than the file has numbers for. Weights in other files are read only
 * from the model's folder.
 *
 * The compiler cannot know what is in a file: `N` is the assumed type of the net, by default one
 * with one input and one output of any sizes.
 * @param source a path in Node.js; an ArrayBuffer, Uint8Array, Blob or Response anywhere
 * @throws TypeError for anything else
 * @throws BuildError with problems that name the layers, when the graph cannot be a net
 * @throws Error that says what is wrong with the file, or names the node, its operator and the
 *   reason
 */
export declare const fromOnnx: <N extends AnyDescription = AnyNet>(source: Source, { files }?: FromOnnxOptions) => Promise<FromOnnx<N>>;
//# sourceMappingURL=from-onnx.d.ts.map