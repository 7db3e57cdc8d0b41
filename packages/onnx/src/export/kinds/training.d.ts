import { type Exporter } from '../use.js';
export declare const onlyInTraining: Exporter;
//# sourceMappingURL=training.d.ts.map