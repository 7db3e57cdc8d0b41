import type { Running } from '../base/backend-contract.js'
import type { BackendName } from '../base/backend-names.js'
import type { Refusal } from '../base/refusal.js'

/** One backend on this machine: what it would run on, or why it does not start. Plain data. */
export type BackendDescription =
  | { readonly backend: BackendName; readonly starts: true; readonly running: Running }
  | { readonly backend: BackendName; readonly starts: false; readonly refusal: Refusal }
