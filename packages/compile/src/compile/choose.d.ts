import { type EngineName } from '../engines/all.js';
import type { Engine, EngineInput } from '../engines/engine.js';
/** An engine for a net, and why it is that one. */
interface Chosen {
    readonly name: EngineName;
    readonly engine: Engine;
    readonly why: string;
}
export declare const engineFor: (asked: EngineName | 'auto', given: EngineInput) => Promise<Chosen>;
export {};
//# sourceMappingURL=choose.d.ts.map