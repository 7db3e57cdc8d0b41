/**
 * Why a backend of TensorFlow.js 4.22 needs a kernel of ours: it has none, its own gives wrong
 * numbers, or its own is many times slower.
 */
export type Reason = 'missing' | 'wrong' | 'slow'
