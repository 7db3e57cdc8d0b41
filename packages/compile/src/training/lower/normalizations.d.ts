export declare const bn: import("./lowering.js").Lowering;
//# sourceMappingURL=normalizations.d.ts.map