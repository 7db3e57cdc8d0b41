import { type Exporter } from '../use.js';
export declare const flatten: Exporter;
type Margins = readonly (readonly [number, number])[];
export declare const pad: Exporter<{
    readonly padding: Margins;
}>;
export declare const crop: Exporter<{
    readonly cropping: Margins;
}>;
export declare const centerCrop: Exporter<{
    readonly height: number;
    readonly width: number;
}>;
export declare const permute: Exporter<{
    readonly dims: readonly number[];
}>;
export declare const reshape: Exporter;
export declare const repeatVector: Exporter<{
    readonly n: number;
}>;
interface UpsampleConfig {
    readonly size: readonly [number, number];
    readonly interpolation: 'nearest' | 'bilinear';
}
export declare const upsample: Exporter<UpsampleConfig>;
export {};
//# sourceMappingURL=reshaping.d.ts.map