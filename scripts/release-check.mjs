// What must hold before a release: each package's exports are right for every kind of user
// (publint, attw), and the tarballs, installed by npm into an empty folder, run as ESM and as
// CommonJS on every supported Node, as do all commands of layersmith.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from './build.mjs'
import { Failed, at, isMain, main, node, npx, run, step, table } from './lib/run.mjs'
import { quickStart, typed } from './lib/quick-start.mjs'
import { manifest, pack, versions } from './lib/tarballs.mjs'
import { manifests } from './manifests.mjs'
import { setup } from './setup.mjs'

const nodes = ['20', '22', '24', '26']

async function lintTarball(tarball) {
  const quiet = { capture: true }
  await node(at('node_modules', 'publint', 'src', 'cli.js'), ['run', tarball, '--strict'], quiet)
  // node16: we do not support the resolution of TypeScript versions that predate `exports`
  await node(
    at('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js'),
    [tarball, '--format', 'ascii', '--no-emoji', '--profile', 'node16'],
    quiet,
  )
  console.log(`${path.basename(tarball)}: clean`)
}

/** An empty project that depends on the tarballs; npm resolves them as it would for a user. */
async function consumer(folder, tarballs) {
  const app = {
    ...manifest(tarballs),
    devDependencies: { typescript: versions('package.json').typescript },
  }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(app, null, 2))
  for (const [name, text] of Object.entries({ ...quickStart, ...typed }))
    writeFileSync(path.join(folder, name), text)
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    shell: process.platform === 'win32',
  })
}

async function runOn(version, folder) {
  for (const file of Object.keys(quickStart)) {
    const { output } = await npx(['-p', `node@${version}`, 'node', file], {
      cwd: folder,
      capture: true,
    })
    const last = output.trim().split('\n').at(-1)
    if (!/^v\d+\.\S+ ok$/.test(last))
      throw new Failed(`${file} on Node ${version} did not end with ok:\n${output}`)
    if (!last.startsWith(`v${version}.`))
      throw new Failed(`${file} should run on Node ${version}, but says ${last}`)
    console.log(`${file}: ${last}`)
  }
}

/** All commands, as npm links them. */
async function commandsOn(version, folder) {
  const program = at('scripts', 'lib', 'every-command.mjs')
  await npx(['-p', `node@${version}`, 'node', program], { cwd: folder })
}

export async function releaseCheck() {
  await manifests(['--check'])
  await setup()
  await build()
  const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
  try {
    const place = path.join(folder, 'tarballs')
    mkdirSync(place)
    const tarballs = await step('pack', () => pack(place))
    await step('publint and attw', async () => {
      for (const tarball of tarballs) await lintTarball(tarball)
    })
    const app = path.join(folder, 'app')
    mkdirSync(app)
    await step('install into an empty project', () => consumer(app, tarballs))
    await step('types in that project', () =>
      node(path.join(app, 'node_modules', 'typescript', 'bin', 'tsc'), ['-p', '.'], { cwd: app }),
    )
    for (const version of nodes)
      await step(`Node ${version}`, async () => {
        await runOn(version, app)
        await commandsOn(version, app)
      })
    console.log(`\n${table()}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (isMain(import.meta.url)) main(releaseCheck)
