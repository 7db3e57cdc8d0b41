// `npm run test:archive`: makes the archive for GPU machines, and tries it as on such a machine: in
// an empty folder, with coreutils and a driver in reach and nothing else. The driver is
// SwiftShader, which computes on the processor, so the results must say "software". It measures the
// smallest net; options of bench.mjs after `--` take others. Needs Debian and npm, and root for the
// first installation.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from '../../scripts/build.mjs'
import { at, Failed, isMain, main, node, run, step } from '../../scripts/lib/run.mjs'
import { software } from '../../scripts/webgpu.mjs'
import { archive } from './archive.mjs'
import { fill } from './bundle.mjs'

/** For each measurement: SwiftShader takes seconds for the first image. */
const secondsEach = '10'

/** What run.sh ends by itself after eight minutes, it ends at once. */
const mostSeconds = 500

/** A folder with the programs of coreutils and nothing else. */
async function coreutils(folder) {
  const { output } = await run('dpkg', ['-L', 'coreutils'], { capture: true })
  mkdirSync(folder)
  for (const file of output.split('\n').filter((one) => /\/s?bin\/[^/]+$/.test(one)))
    symlinkSync(file, path.join(folder, path.basename(file)))
  return folder
}

/** Runs run.sh in a folder; prints what it said. */
async function attempt(there, PATH, driver, options) {
  const since = performance.now()
  const { code, output } = await run('/bin/sh', ['run.sh', 'results', secondsEach, ...options], {
    cwd: there,
    // and no other variable of this process
    env: { PATH, HOME: there, VK_ICD_FILENAMES: driver.VK_ICD_FILENAMES },
    capture: true,
    allowFailure: true,
  })
  const seconds = (performance.now() - since) / 1000
  if (code !== 0 || seconds > mostSeconds)
    throw new Failed(`run.sh ended with ${code} after ${seconds.toFixed(0)} s:\n${output}`)
  console.log(`${output.trimEnd()}\nin ${seconds.toFixed(0)} s`)
}

/** Sees that there is one result, that it says what computed, and that it can be rendered. */
async function checkResults(folder) {
  const files = readdirSync(folder).sort()
  const [file] = files
  if (files.length !== 2 || !/^webgpu-software-.*\.json$/.test(files[1] ?? ''))
    throw new Failed(`Expected log.txt and a result of webgpu in software, got ${files.join(', ')}`)
  const log = readFileSync(path.join(folder, file), 'utf8')
  const { environment, measurements } = JSON.parse(
    readFileSync(path.join(folder, files[1]), 'utf8'),
  )
  if (environment.backend.device !== 'software-gpu' || measurements.length === 0)
    throw new Failed(
      `${measurements.length} measurements on ${environment.backend.device}:\n${log}`,
    )
  const report = at('benchmarks', 'feature-extractor', 'dist', 'report.js')
  const { output } = await node(report, [folder], { capture: true })
  if (!output.includes('emulated in software, no GPU'))
    throw new Failed(`The report does not say that no GPU computed:\n${output}`)
  console.log(output)
}

async function tryArchive(args) {
  const driver = await step('driver', software)
  await step('build', build)
  const scratch = mkdtempSync(path.join(tmpdir(), 'layersmith-archive-'))
  try {
    const there = path.join(scratch, 'there')
    await step('archive', () => archive(path.join(scratch, 'made'), fill))
    cpSync(path.join(scratch, 'made'), there, { recursive: true })
    const options = args.length > 0 ? args : ['--net', 'lenet', '--batch', '1']
    const PATH = await coreutils(path.join(scratch, 'bin'))
    await step('in an empty folder', () => attempt(there, PATH, driver, options))
    await step('report', () => checkResults(path.join(there, 'results')))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

if (isMain(import.meta.url)) main(() => tryArchive(process.argv.slice(2)))
