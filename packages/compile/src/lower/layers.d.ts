export declare const crop: import("./lowering.js").Lowering;
export declare const upsample: import("./lowering.js").Lowering;
export declare const repeatVector: import("./lowering.js").Lowering;
export declare const permute: import("./lowering.js").Lowering;
export declare const layerNorm: import("./lowering.js").Lowering;
export declare const groupNorm: import("./lowering.js").Lowering;
//# sourceMappingURL=layers.d.ts.map