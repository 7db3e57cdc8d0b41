// GPUs, by what they say about themselves.

/** What WebGPU tells about an adapter. Browsers leave most of it empty. */
export interface AdapterInfo {
  readonly vendor?: string
  readonly architecture?: string
  readonly device?: string
  readonly description?: string
  readonly isFallbackAdapter?: boolean
}

/**
 * Renderers that compute on the processor: SwiftShader in Chrome and Dawn, llvmpipe, lavapipe and
 * softpipe in Mesa, WARP in Windows.
 */
const softwareRenderers =
  /swiftshader|llvmpipe|lavapipe|softpipe|software rasterizer|microsoft basic render/i

/** Whether a renderer of this name is emulated in software. */
export const isSoftware = (name: string): boolean => softwareRenderers.test(name)

/** The name of a WebGPU adapter, for people, and whether it is emulated in software. */
export const describeAdapter = ({
  vendor = '',
  architecture = '',
  device = '',
  description = '',
  isFallbackAdapter = false,
}: AdapterInfo) => {
  const words = [vendor, architecture, device, description]
  const said = [device, description].filter((word) => word !== '')
  const name = (said.length > 0 ? said : [vendor, architecture].filter((word) => word !== '')).join(
    ', ',
  )
  return { name: name === '' ? null : name, software: isFallbackAdapter || words.some(isSoftware) }
}
