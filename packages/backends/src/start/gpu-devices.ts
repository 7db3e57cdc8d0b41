import type { NodeJsModules } from '../base/node-js.js'

/** Variables that name drivers for Vulkan, such as one that emulates a GPU. */
const drivers = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES']

/** How the kernel's drivers for GPUs name their devices; `dxg` is that of WSL. */
const gpu = /^(dri|dxg|kgsl|mali|nvidia)/

/**
 * Whether this machine has no GPU, as far as that is known without asking Vulkan: on Linux, where
 * there is no such device in /dev and nobody named a driver.
 */
export const lacksGpu = async ({ fs, os }: NodeJsModules): Promise<boolean> => {
  if (os.platform() !== 'linux' || drivers.some((name) => process.env[name] !== undefined))
    return false
  // A folder that may not be read tells nothing.
  const devices = await fs.readdir('/dev').catch(() => undefined)
  return devices !== undefined && !devices.some((device) => gpu.test(device))
}
