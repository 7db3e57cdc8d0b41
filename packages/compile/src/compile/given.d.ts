/** A value in words, for errors. */
export declare const words: (x: unknown) => string;
export declare const isObject: (x: unknown) => x is object;
/** Options without unknown ones; `where` names the function that got them. */
export declare const known: (options: unknown, names: readonly string[], where?: string) => Readonly<Record<string, unknown>>;
//# sourceMappingURL=given.d.ts.map