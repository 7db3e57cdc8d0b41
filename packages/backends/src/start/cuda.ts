// libtensorflow opens CUDA's libraries while it starts, prints what it misses and goes on without a
// GPU. This finds out what it missed.
import type { NodeModules } from '../base/node-js.js'
import { wordsOf, type Refusal } from '../base/refusal.js'

/** What tfjs-node-gpu 4.22 is built for. */
const builtFor = 'libtensorflow 2.9.1, CUDA 11.2 and cuDNN 8.1'

/** The driver, by the names that libtensorflow opens it under. */
const driver = ['libcuda.so.1', 'nvcuda.dll']

/**
 * Libraries of CUDA 11 and cuDNN 8 that libtensorflow 2.9.1 opens: on Linux and on Windows, and
 * what has them.
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
 * Whether the dynamic linker finds a library. Node can open any library as an addon: one that is
 * there is refused because it is none, and closed again.
 */
export const isVisible = (library: string): boolean => {
  try {
    process.dlopen({ exports: {} }, library)
    return true
  } catch (error) {
    return /did not self-register/.test(wordsOf(error))
  }
}

/** Why libtensorflow with CUDA sees no GPU. */
export const whyNoGpu = (
  finds: (library: string) => boolean,
): Pick<Refusal, 'code' | 'got' | 'fix'> => {
  if (!driver.some(finds)) {
    return {
      code: 'library',
      got: `it sees none: there is no NVIDIA driver (${driver[0]})`,
      fix: "Install NVIDIA's driver, 460 or newer; in a container, run it with the GPU (docker run --gpus all)",
    }
  }
  const missing = libraries.filter(([linux, windows]) => !finds(linux) && !finds(windows))
  if (missing.length > 0) {
    const parts = [...new Set(missing.map(([, , part]) => part))].join(' and ')
    return {
      code: 'library',
      got: `it sees none: the dynamic linker does not find ${missing.map(([linux]) => linux).join(', ')}`,
      fix: `Install ${parts} and put the folder into LD_LIBRARY_PATH (on Windows PATH); the package is built for ${builtFor}`,
    }
  }
  return {
    code: 'device',
    got: 'it sees none, though the driver, CUDA and cuDNN are there',
    fix: `Check nvidia-smi and CUDA_VISIBLE_DEVICES; a card newer than CUDA 11.2 runs better on webgpu (the package is built for ${builtFor})`,
  }
}

/** Name of the first NVIDIA card as the Linux driver tells it, or null. */
export const graphicsCard = async (node: NodeModules | undefined): Promise<string | null> => {
  const folder = '/proc/driver/nvidia/gpus'
  if (node === undefined) return null
  try {
    const [first] = await node.fs.readdir(folder)
    if (first === undefined) return null
    const information = await node.fs.readFile(`${folder}/${first}/information`, 'utf8')
    return /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim() ?? null
  } catch {
    // No such folder on Windows and in some containers: then the name is not known, which is one of
    // the answers.
    return null
  }
}
