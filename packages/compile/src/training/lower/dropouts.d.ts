export declare const dropout: import("./lowering.js").Lowering;
export declare const spatialDropout1d: import("./lowering.js").Lowering;
export declare const stochasticDepth: import("./lowering.js").Lowering;
//# sourceMappingURL=dropouts.d.ts.map