// GPUs by what they say about themselves.

/** What WebGPU tells about an adapter; browsers leave most of it empty. */
export interface AdapterInfo {
  readonly vendor?: string
  readonly architecture?: string
  readonly device?: string
  readonly description?: string
  readonly isFallbackAdapter?: boolean
}

/**
 * Renderers that compute on the processor: Chrome's and Dawn's SwiftShader, Mesa's llvmpipe,
 * lavapipe and softpipe, Windows' WARP.
 */
const softwareRenderers =
  /swiftshader|llvmpipe|lavapipe|softpipe|software rasterizer|microsoft basic render/i

/** Whether a renderer of this name is emulated in software. */
export const isSoftware = (name: string): boolean => softwareRenderers.test(name)

/** The name of a WebGPU adapter for people, and whether it is emulated in software. */
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
