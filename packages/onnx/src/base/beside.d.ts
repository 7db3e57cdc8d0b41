import { type Source } from '@layersmith/tfjs';
/** The bytes of a file that a model names. */
export type Beside = (location: string) => Promise<Uint8Array>;
/** The files beside a source: those in the folder of a path, and none otherwise. */
export declare const besideOf: (source: Source) => Beside;
//# sourceMappingURL=beside.d.ts.map