export declare const conv: import("./lowering.js").Lowering;
export declare const conv1d: import("./lowering.js").Lowering;
export declare const depthwiseConv: import("./lowering.js").Lowering;
/** A depthwise convolution and one of single pixels. */
export declare const separableConv: import("./lowering.js").Lowering;
export declare const dense: import("./lowering.js").Lowering;
//# sourceMappingURL=convolutions.d.ts.map