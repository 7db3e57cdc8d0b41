import type * as tf from '@tensorflow/tfjs';
import type { Op } from '../graph/op.js';
import type { WasmForm } from '../graph/wasm.js';
/** A TensorFlow.js layer with its own weights. */
export interface OwnedLayer {
    readonly layer: tf.layers.Layer;
    dispose(): void;
}
/** Where a layer comes from. */
export interface LayerSource {
    /** Equal for positions that share weights. */
    readonly key: object;
    readonly bytes: number;
    readonly make: () => OwnedLayer;
}
/**
 * A TensorFlow.js layer, called as models call it.
 * @param name its kind
 * @param passes whether it only copies pixels, so that a map may come after it
 * @param wasm how it runs without TensorFlow.js
 */
export declare const layerCall: (name: string, source: LayerSource, { passes, wasm }?: {
    readonly passes?: boolean;
    readonly wasm?: WasmForm;
}) => Op;
/** The mask of a layer's output; null if the layer ends its input's mask. */
export declare const maskOf: (source: LayerSource) => Op;
//# sourceMappingURL=layer.d.ts.map