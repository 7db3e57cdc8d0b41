// A picture as pixels, by resvg. It is a native package, so nobody has to install it for the rest.

/** What is used of @resvg/resvg-js. */
interface Resvg {
  readonly Resvg: new (
    svg: string,
    options: object,
  ) => {
    readonly width: number
    readonly height: number
    render(): { asPng(): Uint8Array }
  }
}

/** The letters for machines without fonts; those of other scripts come from the system. */
const family = 'DejaVu Sans Mono'
const fontFiles = (): readonly string[] => {
  // Bundlers that write CommonJS leave import.meta empty.
  const self = import.meta.url as string | undefined
  const url = globalThis.process?.getBuiltinModule?.('node:url')
  if (self?.startsWith('file:') !== true || url === undefined) return []
  return ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf'].map((file) =>
    url.fileURLToPath(new URL(`../../font/${file}`, self)),
  )
}

/** Sharp on screens with two dots to a pixel, unless the picture is larger than programs show. */
const DOTS = 2
const MOST_DOTS = 64e6

/**
 * @throws Error when `@resvg/resvg-js` is not installed
 */
export const pngOf = async (svg: string): Promise<Uint8Array> => {
  const { Resvg } = await load()
  const font = {
    fontFiles: fontFiles(),
    defaultFontFamily: family,
    monospaceFamily: family,
    loadSystemFonts: true,
  }
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } })
  const value = Math.min(DOTS, Math.sqrt(MOST_DOTS / (width * height)))
  const png = new Resvg(svg, { font, fitTo: { mode: 'zoom', value } }).render().asPng()
  return new Uint8Array(png)
}

const load = async (): Promise<Resvg> => {
  // not a literal, so that bundlers do not look for a package that may not be there
  const name: string = '@resvg/resvg-js'
  try {
    // what that package exports
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as Resvg
  } catch (cause) {
    throw new Error(`draw: the format 'png' needs ${name}; run npm install ${name}`, { cause })
  }
}
