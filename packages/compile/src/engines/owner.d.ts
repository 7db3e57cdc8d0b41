import * as tf from '@tensorflow/tfjs';
import type { Constant, Own } from '../graph/op.js';
export declare class Owner implements Own {
    #private;
    tensor(constant: Constant): tf.Tensor;
    shared<T extends {
        dispose(): void;
    }>(key: object, make: () => T): T;
    dispose(): void;
}
//# sourceMappingURL=owner.d.ts.map