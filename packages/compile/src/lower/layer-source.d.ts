import { type Plan, type Position, type Sizes } from '@layersmith/core';
import type { LayerSource } from '../ops/layer.js';
import type { InstanceWeights } from './weights.js';
/** Where the layer of a position comes from. */
export declare const layerSource: (plan: Plan, position: Position, inputs: readonly Sizes[], weights: InstanceWeights) => LayerSource;
//# sourceMappingURL=layer-source.d.ts.map