import type { Activation } from '@layersmith/core';
import { type Exporter } from '../use.js';
export declare const dense: Exporter<{
    readonly activation: Activation;
}>;
export declare const embedding: Exporter<{
    readonly maskZero: boolean;
}>;
interface EncodingConfig {
    readonly tokens: number;
    readonly outputMode: 'multiHot' | 'count' | 'oneHot';
}
export declare const categoryEncoding: Exporter<EncodingConfig>;
export declare const masking: Exporter;
export {};
//# sourceMappingURL=core.d.ts.map