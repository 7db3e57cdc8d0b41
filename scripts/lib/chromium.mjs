// Pages in headless Chromium of Debian: bundled by esbuild and served from here.
import { spawn } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installDebian } from './debian.mjs'
import { at, Failed, run } from './run.mjs'

/** Headers that isolate a page: only an isolated page may share memory with workers. */
export const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }

/** The wasm files of TensorFlow.js. */
const wasmFiles = () =>
  path.join(
    realpathSync(at('packages', 'backends', 'node_modules', '@tensorflow', 'tfjs-backend-wasm')),
    'dist',
  )

/**
 * Installs Debian's package if there is no Chromium.
 * @param loss what does not happen without it
 */
export async function installChromium(loss) {
  const asked = await run('chromium', ['--version'], { capture: true, allowFailure: true }).catch(
    () => ({ code: 'missing' }),
  )
  if (asked.code !== 0) await installDebian(['chromium'], loss)
}

/** Bundles the entry file of each page, by the page's name. */
export async function bundlePages(entryPoints, outdir, options = {}) {
  // imported here because esbuild exists only after set-up
  const esbuild = await import('esbuild')
  await esbuild.build({
    entryPoints,
    outdir,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    logLevel: 'warning',
    ...options,
  })
}

/** The page that runs a script. It also reports what the script cannot: that it does not load. */
const documentOf = (script) => `<!doctype html>
<script>
  const fail = (why) => fetch('/failed', { method: 'POST', body: String(why) })
  addEventListener('error', ({ message, target }) => fail(message ?? target.src + ' fails'), true)
  addEventListener('unhandledrejection', ({ reason }) => fail(reason?.message ?? reason))
</script>
<script type="module" src="${script}"></script>
`

const bodyOf = async (request) => {
  const parts = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

/** Serves a page, what it is given and the files of folders, and hears what it sends. */
function serve({ script, folders, headers, given, hear }) {
  const server = createServer(async (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (request.method === 'POST') {
      const body = await bodyOf(request)
      response.end()
      hear[request.url.slice(1)]?.(body)
      return
    }
    if (request.url === '/')
      return void response.setHeader('content-type', 'text/html').end(documentOf(script))
    if (request.url === '/given') return void response.end(JSON.stringify(given))
    const name = path.basename(request.url)
    const file = folders.map((folder) => path.join(folder, name)).find((one) => existsSync(one))
    if (file === undefined) return void response.writeHead(404).end()
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
    createReadStream(file).pipe(response)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

/**
 * Removes the browser's profile. Its helper processes may go on writing there for longer than
 * Node's own retries last.
 */
async function discard(profile) {
  for (let left = 40; ; left--) {
    try {
      return rmSync(profile, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' || left === 0) throw error
      await new Promise((resolve) => {
        setTimeout(resolve, 250)
      })
    }
  }
}

/** Lends a job the command-line options of a headless browser with a profile of its own. */
export async function withProfile(job) {
  const profile = mkdtempSync(path.join(tmpdir(), 'layersmith-browser-'))
  try {
    return await job([
      '--headless=new',
      '--disable-dev-shm-usage',
      // Chromium does not run its sandbox as root
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
    ])
  } finally {
    await discard(profile)
  }
}

/**
 * Opens a page that runs a script, and returns the JSON that it posts to /found. What it posts to
 * /said goes to the terminal. It fails if the script does, or says nothing for too long.
 * @param script the name of a file
 * @param folders with the files that the page may load, by their names alone; those of
 *   TensorFlow.js's wasm backend are there too
 * @param headers of all responses
 * @param given JSON that the page finds at /given
 * @param flags of Chromium
 * @param patience milliseconds of silence
 * @param loss what does not happen if it fails
 */
export async function openPage({
  script,
  folders,
  headers = {},
  given = null,
  flags = [],
  patience = 240_000,
  loss,
}) {
  let settle
  const found = new Promise((resolve, reject) => {
    settle = { resolve, fail: (why) => reject(new Failed(`${why}; ${loss}`)) }
  })
  let timer
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => settle.fail('The page said nothing in time'), patience)
  }
  const server = await serve({
    script,
    folders: [...folders, wasmFiles()],
    headers,
    given,
    hear: {
      found: (body) => settle.resolve(JSON.parse(body)),
      failed: (why) => settle.fail(`The page failed: ${why}`),
      said: (line) => {
        wait()
        console.log(line)
      },
    },
  })
  try {
    return await withProfile(async (own) => {
      wait()
      const address = `http://localhost:${server.address().port}/`
      const stop = start([...own, ...flags, address], settle.fail)
      try {
        return await found
      } finally {
        await stop()
      }
    })
  } finally {
    clearTimeout(timer)
    server.closeAllConnections()
    server.close()
  }
}

/** Starts Chromium; returns a function that ends it. */
function start(args, fail) {
  const browser = spawn('chromium', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = []
  browser.stderr.on('data', (part) => said.push(part))
  const ended = new Promise((resolve) => {
    browser.on('error', ({ message }) => {
      fail(`Chromium does not start (${message})`)
      resolve()
    })
    browser.on('exit', (code) => {
      fail(`${Buffer.concat(said)}\nChromium ended with ${code}`)
      resolve()
    })
  })
  return () => {
    browser.kill()
    return ended
  }
}
