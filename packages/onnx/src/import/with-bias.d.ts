import type { Call } from './call.js';
import type { Constant } from './constant.js';
import type { Layer } from './layer.js';
import { type Value, type View } from './view.js';
/** A layer with a kernel and the bias of its node; without one, it takes what is added next. */
export declare const withBias: (call: Call, layer: Layer, view: View, bias: Constant | null) => Value;
//# sourceMappingURL=with-bias.d.ts.map