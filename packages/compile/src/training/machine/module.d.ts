/**
 * The module: compiled once, and once more after a failure.
 * @throws Error where WebAssembly with SIMD, or DecompressionStream, is missing
 */
export declare const trainingModule: () => Promise<WebAssembly.Module>;
//# sourceMappingURL=module.d.ts.map