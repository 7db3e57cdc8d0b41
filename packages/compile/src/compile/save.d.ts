import type { Plan, PlannedTap } from '@layersmith/core';
import type { Engine, Program } from '../engines/engine.js';
/** The parts of a compiled net that its file needs. */
export interface Made {
    readonly engine: Engine;
    readonly plan: Plan;
    readonly taps: readonly PlannedTap[];
    readonly outputs: Program;
    readonly features: Program;
}
export declare const remember: (run: object, of: Made) => void;
export declare const forget: (run: object) => void;
/**
 * A compiled net as the bytes of one file, which `loadCompiled` of `@layersmith/compile/runtime`
 * runs without TensorFlow.js, in pages and workers too. Equal nets give equal bytes.
 *
 * Where a net leaves sizes open, the file has programs for the sizes that it was run on.
 * @param run what `compile` made with the engine 'wasm'
 * @throws TypeError for anything else, and for a net that is disposed
 * @throws Error for a net of open sizes that was not run yet
 * @example
 * import { input, toModel } from 'layersmith'
 * import { compile, saveCompiled } from '@layersmith/compile'
 * import { loadCompiled } from '@layersmith/compile/runtime'
 * const built = toModel(input([8]).dense(3), { seed: 1 })
 * const bytes = saveCompiled(await compile(built, { engine: 'wasm' }))
 * const run = await loadCompiled(bytes)
 * run(new Float32Array(8)) // three numbers
 */
export declare const saveCompiled: (run: object) => Uint8Array<ArrayBuffer>;
//# sourceMappingURL=save.d.ts.map