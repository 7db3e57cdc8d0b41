/** The contestants that take part only in a process of Node.js. */
import type { Outside } from './contestants.js'
import { startJax } from './jax.js'
import { startKeras } from './keras.js'

/** @param python the command that starts Python; null to leave Keras out */
export const outsideOf = (python: string | null): Outside => ({
  keras: (threads) =>
    python === null ? Promise.resolve('left out by --python none') : startKeras(python, threads),
  jax: startJax,
})
