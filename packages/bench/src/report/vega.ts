/** Pictures by Vega, which is loaded when something is drawn: nothing else needs it. */
import type { LoggerInterface, Spec } from 'vega'
import type { TopLevelSpec } from 'vega-lite'

/** Draws a specification of Vega as an SVG. */
export const drawVega = async (spec: Spec): Promise<string> => {
  const vega = await import('vega')
  const { logger, errors } = collecting()
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger })
  try {
    const svg = await view.toSVG()
    // Vega only logs that a picture is empty because of an error
    const [first] = errors
    if (first !== undefined) throw new Error('Vega could not draw this', { cause: first })
    return svg
  } finally {
    view.finalize()
  }
}

const collecting = () => {
  const errors: unknown[] = []
  const ignored = () => logger
  const logger: LoggerInterface = {
    // Vega asks for the level with no argument, and sets it with one
    level: () => 0,
    error: (...args) => {
      errors.push(...args)
      return logger
    },
    warn: ignored,
    info: ignored,
    debug: ignored,
  }
  return { logger, errors }
}

/** Draws a specification of Vega-Lite as an SVG. */
export const drawLite = async (spec: TopLevelSpec): Promise<string> => {
  const { compile } = await import('vega-lite')
  return drawVega(compile(spec).spec)
}
