export declare const engines: {
    readonly tfjs: import("./engine.js").EngineMaker;
    readonly wasm: import("./engine.js").EngineMaker;
};
export type EngineName = keyof typeof engines;
//# sourceMappingURL=all.d.ts.map