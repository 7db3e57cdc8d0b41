// `npm run test:webgpu` runs the numerical tests, the tests of a real device and a smoke test in
// plain Node, all on WebGPU through Dawn. It needs no GPU: Debian's package chromium contains
// SwiftShader, a Vulkan driver that computes on the processor, and this script installs the package
// if it is missing. `-- --hardware` uses the machine's own driver instead.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { installDebian } from './lib/debian.mjs'
import { at, Failed, isMain, main, node, run, step } from './lib/run.mjs'
import { unit } from './unit.mjs'

const debianPackage = 'chromium'
/** Debian ships files that do not depend on how Chromium starts in a second package. */
const packagesWithFiles = [debianPackage, 'chromium-common']
const driverFile = 'vk_swiftshader_icd.json'

/** The path of SwiftShader in the installed package, or undefined. */
async function swiftShader() {
  // dpkg ends with 1 if one of the packages is missing, but still lists the files of the others
  const { output } = await run('dpkg', ['-L', ...packagesWithFiles], {
    capture: true,
    allowFailure: true,
  }).catch(() => {
    throw new Failed(
      'This is not Debian (there is no dpkg), so SwiftShader cannot be installed here: ' +
        `set VK_ICD_FILENAMES to another ${driverFile}, or use --hardware`,
    )
  })
  return output.split('\n').find((file) => path.basename(file) === driverFile && existsSync(file))
}

/** Environment variables that let Dawn find SwiftShader and the Vulkan loader beside it. */
export async function software() {
  let file = process.env.VK_ICD_FILENAMES
  if (file === undefined) {
    file = await swiftShader()
    if (file === undefined) {
      await installDebian([debianPackage], 'nothing was tested on WebGPU')
      file = await swiftShader()
    }
    if (file === undefined)
      throw new Failed(
        `Debian's package ${debianPackage} no longer has a ${driverFile}; ` +
          'nothing was tested on WebGPU',
      )
  }
  console.log(`The driver is ${file}`)
  const folders = [path.dirname(file), process.env.LD_LIBRARY_PATH].filter(
    (folder) => folder !== undefined,
  )
  return { VK_ICD_FILENAMES: file, LD_LIBRARY_PATH: folders.join(':') }
}

async function webgpu(args) {
  const hardware = args.includes('--hardware')
  const driver = hardware ? {} : await step('driver', software)
  const tests = (...names) => names.flatMap((name) => ['--testMatch', `**/packages/${name}`])
  const real = ['backends/test/real/webgpu.ts', 'bench/test/real/webgpu.ts']
  const label = hardware ? 'on hardware' : 'emulated in software'

  await step('build', build)
  const smoke = at('packages', 'backends', 'test', 'real', 'smoke.mjs')
  await step(`smoke test, ${label}`, () =>
    node(smoke, ['webgpu'], { env: { ...process.env, ...driver } }),
  )
  await step(`tests, ${label}`, () =>
    unit([...tests('backends/test/numerical/*.test.ts', ...real), '--testTimeout=300000'], {
      name: 'webgpu',
      env: { ...driver, TEST_BACKEND: 'webgpu', TEST_DEVICE: hardware ? 'gpu' : 'software-gpu' },
    }),
  )
}

if (isMain(import.meta.url)) main(() => webgpu(process.argv.slice(2)))
