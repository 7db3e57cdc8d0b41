import type { NewAttribute } from '../model/write.js';
/** A window along one axis. */
export interface Window {
    readonly kernel: number;
    readonly stride: number;
    readonly dilation: number;
    /** The size of what it slides over; null if it is known only at run time. */
    readonly size: number | null;
}
/** The attributes of the windows; TensorFlow pads more at the end. */
export declare const padded: (windows: readonly Window[], padding: 'valid' | 'same' | 'causal') => Readonly<Record<string, NewAttribute>>;
//# sourceMappingURL=windows.d.ts.map