import type { Kind } from '@layersmith/core';
import type { Exporter } from './use.js';
export declare const exporters: {
    readonly [K in Kind]: Exporter;
};
//# sourceMappingURL=exporters.d.ts.map