// libtensorflow opens CUDA's libraries while it starts. It prints what it misses and goes on
// without a GPU. This file finds out what it missed.
import { messageOf } from '../base/message-of.js'
import type { NodeJsModules } from '../base/node-js.js'
import type { Refusal } from '../base/refusal.js'

/** What tfjs-node-gpu 4.22 is built for. */
const builtFor = 'libtensorflow 2.9.1, CUDA 11.2 and cuDNN 8.1'

/** The driver, by the names under which libtensorflow opens it. */
const driver = ['libcuda.so.1', 'nvcuda.dll']

/**
 * The libraries of CUDA 11 and cuDNN 8 that libtensorflow 2.9.1 opens on Linux and on Windows, and
 * the product that contains each.
 */
const libraries: readonly (readonly [linux: string, windows: string, part: string])[] = [
  ['libcudart.so.11.0', 'cudart64_110.dll', 'CUDA 11.2'],
  ['libcublas.so.11', 'cublas64_11.dll', 'CUDA 11.2'],
  ['libcublasLt.so.11', 'cublasLt64_11.dll', 'CUDA 11.2'],
  ['libcufft.so.10', 'cufft64_10.dll', 'CUDA 11.2'],
  ['libcurand.so.10', 'curand64_10.dll', 'CUDA 11.2'],
  ['libcusolver.so.11', 'cusolver64_11.dll', 'CUDA 11.2'],
  ['libcusparse.so.11', 'cusparse64_11.dll', 'CUDA 11.2'],
  ['libcudnn.so.8', 'cudnn64_8.dll', 'cuDNN 8.1'],
]

/**
 * Whether the dynamic linker finds a library. Node.js can open any library as an addon. One that
 * exists is refused because it is not an addon, and closed again.
 */
export const isVisible = (library: string): boolean => {
  try {
    process.dlopen({ exports: {} }, library)
    return true
  } catch (error) {
    return /did not self-register/.test(messageOf(error))
  }
}

/** Why libtensorflow with CUDA sees no GPU. */
export const whyNoGpu = (
  finds: (library: string) => boolean,
): Pick<Refusal, 'code' | 'got' | 'fix'> => {
  const seesNone = 'libtensorflow sees no GPU'
  if (!driver.some(finds)) {
    return {
      code: 'library',
      got: `${seesNone}: there is no NVIDIA driver (${driver[0]})`,
      fix:
        "Install NVIDIA's driver, 460 or newer; " +
        'in a container, run it with the GPU (docker run --gpus all)',
    }
  }
  const missing = libraries.filter(([linux, windows]) => !finds(linux) && !finds(windows))
  if (missing.length > 0) {
    const names = missing.map(([linux]) => linux).join(', ')
    const parts = [...new Set(missing.map(([, , part]) => part))].join(' and ')
    return {
      code: 'library',
      got: `${seesNone}: the dynamic linker does not find ${names}`,
      fix:
        `Install ${parts} and add the folder to LD_LIBRARY_PATH (on Windows PATH); ` +
        `the package is built for ${builtFor}`,
    }
  }
  return {
    code: 'device',
    got: `${seesNone}, though the driver, CUDA and cuDNN are there`,
    fix:
      'Check nvidia-smi and CUDA_VISIBLE_DEVICES; ' +
      `a card newer than CUDA 11.2 runs better on webgpu (the package is built for ${builtFor})`,
  }
}

/** Name of the first NVIDIA card as the Linux driver tells it, or null. */
export const graphicsCard = async (nodeJs: NodeJsModules | undefined): Promise<string | null> => {
  const folder = '/proc/driver/nvidia/gpus'
  if (nodeJs === undefined) return null
  try {
    const [first] = await nodeJs.fs.readdir(folder)
    if (first === undefined) return null
    const information = await nodeJs.fs.readFile(`${folder}/${first}/information`, 'utf8')
    return /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim() ?? null
  } catch {
    // Windows and some containers have no such folder: an unknown name is an expected answer.
    return null
  }
}
