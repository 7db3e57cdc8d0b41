import type { AnySig } from '@layersmith/core';
import { type Built } from '@layersmith/tfjs';
import { type TrainingReport } from './report.js';
type Build = Pick<Built<AnySig>, 'model' | 'plan'>;
export declare class CompiledTrainer {
    #private;
    private constructor();
    static make(built: Build, options: unknown): Promise<CompiledTrainer>;
    step(x: unknown, y: unknown): object;
    fit(x: unknown, y: unknown, options?: unknown): Promise<object>;
    sync(): void;
    get report(): TrainingReport;
    dispose(): void;
}
export {};
//# sourceMappingURL=trainer.d.ts.map