import { type Exporter } from '../use.js';
interface BnConfig {
    readonly axis: number;
    readonly epsilon: number;
    readonly momentum: number;
}
export declare const bn: Exporter<BnConfig>;
interface NormConfig {
    readonly epsilon: number;
}
export declare const layerNorm: Exporter<NormConfig>;
/** Each group is an instance: InstanceNormalization with groups in place of channels. */
export declare const groupNorm: Exporter<NormConfig & {
    readonly groups: number;
}>;
export declare const layerScale: Exporter;
interface NormalizationConfig {
    readonly mean: readonly number[] | null;
    readonly variance: readonly number[] | null;
    readonly invert: boolean;
}
export declare const normalization: Exporter<NormalizationConfig>;
export declare const unitNorm: Exporter;
interface RescalingConfig {
    readonly scale: number | readonly number[];
    readonly offset: number | readonly number[];
}
export declare const rescaling: Exporter<RescalingConfig>;
export {};
//# sourceMappingURL=normalization.d.ts.map