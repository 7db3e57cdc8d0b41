import { type Operators } from '../call.js';
export declare const prelus: Operators;
//# sourceMappingURL=prelu.d.ts.map