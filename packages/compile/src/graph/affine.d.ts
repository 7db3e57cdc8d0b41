/**
 * (x - center) · factor + offset for each channel, the last axis. The center stays separate:
 * multiplying a large mean out would lose the digits that matter when the variance is small.
 */
export interface Affine {
    readonly centers: Float64Array;
    readonly factors: Float64Array;
    readonly offsets: Float64Array;
}
/** Makes a map from what it does to each channel. */
export declare const affine: (channels: number, of: (channel: number) => {
    center?: number;
    factor?: number;
    offset?: number;
}) => Affine;
export declare const at: (values: ArrayLike<number>, i: number) => number;
/** What zero becomes in a channel. */
export declare const shiftOf: ({ centers, factors, offsets }: Affine, channel: number) => number;
/** Whether zero stays zero in every channel. */
export declare const keepsZero: (map: Affine) => boolean;
/** The map that has the effect of one map and then another. */
export declare const composed: (first: Affine, then: Affine) => Affine;
/** The map for channels that cycle through the given ones, as those of a reshaped image do. */
export declare const tiled: (map: Affine, channels: number) => Affine;
//# sourceMappingURL=affine.d.ts.map