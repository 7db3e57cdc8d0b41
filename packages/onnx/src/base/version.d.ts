/** The version of this package, which the models that it writes bear. A test compares it. */
export declare const version = "0.0.0";
//# sourceMappingURL=version.d.ts.map