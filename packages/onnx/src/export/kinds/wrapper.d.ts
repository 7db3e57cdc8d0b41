import type { Kind } from '@layersmith/core';
import { type Exporter } from '../use.js';
interface Inner {
    readonly kind: Kind;
    readonly config: object;
}
interface BidirectionalConfig {
    readonly layer: Inner;
    readonly mergeMode: 'concat' | 'sum' | 'mul' | 'ave';
}
/** The inner layer once in each direction; both outputs are in the order of the steps. */
export declare const bidirectional: Exporter<BidirectionalConfig>;
/** The inner layer's batch is all steps of all examples. */
export declare const timeDistributed: Exporter<{
    readonly layer: Inner;
}>;
export {};
//# sourceMappingURL=wrapper.d.ts.map