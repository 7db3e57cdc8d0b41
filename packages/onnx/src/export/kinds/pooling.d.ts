import { type Exporter } from '../use.js';
interface PoolConfig {
    readonly size: number | readonly number[];
    readonly kind: 'max' | 'average';
    readonly stride: number | readonly number[];
    readonly padding: 'valid' | 'same';
}
export declare const pool: Exporter<PoolConfig>;
interface GlobalPoolConfig {
    readonly kind: 'max' | 'average';
    readonly keepDims: boolean;
}
export declare const globalPool: Exporter<GlobalPoolConfig>;
export {};
//# sourceMappingURL=pooling.d.ts.map