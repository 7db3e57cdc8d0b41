/** Along any other axis it runs through its layer. */
export declare const bn: import("./lowering.js").Lowering;
export declare const layerScale: import("./lowering.js").Lowering;
export declare const normalization: import("./lowering.js").Lowering;
export declare const rescaling: import("./lowering.js").Lowering;
//# sourceMappingURL=maps.d.ts.map