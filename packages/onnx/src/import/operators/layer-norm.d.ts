import { type Operators } from '../call.js';
export declare const layerNorms: Operators;
//# sourceMappingURL=layer-norm.d.ts.map