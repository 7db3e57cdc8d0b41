/** Probabilities keep this distance from 0 and 1, as in TensorFlow.js and Keras. */
const LEAST = Math.fround(1e-7)
const MOST = Math.fround(1 - LEAST)

/** A probability within the limits. */
export const within = (p: number): number => Math.max(LEAST, Math.min(MOST, p))

/** 1 for a probability within the limits; 0 for others, which have no gradient. */
export const counts = (p: number): number => (p >= LEAST && p <= MOST ? 1 : 0)
