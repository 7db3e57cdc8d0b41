import type { Step, StepOp } from '../contract.js';
/** What a compiled training computes. */
export interface TrainingReport {
    /** The operations, each with the kernels of both passes. */
    readonly ops: readonly StepOp[];
    readonly threads: number;
    /** All of the memory that it has at the moment, in bytes. */
    readonly bytes: number;
}
export declare const reportOf: ({ ops, bytes }: Pick<Step, 'ops' | 'bytes'>) => TrainingReport;
//# sourceMappingURL=report.d.ts.map