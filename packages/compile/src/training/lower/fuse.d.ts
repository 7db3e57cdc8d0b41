import type { Graph } from '../graph/op.js';
export declare const fused: (graph: Graph) => Graph;
//# sourceMappingURL=fuse.d.ts.map