// `npm run site` makes the website: the guides and a reference of everything public, from the
// sources' docstrings, as static files in .cache/site/out. It fails for a symbol without a
// docstring, and for a link to a symbol, a page or a heading that does not exist.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { home } from './lib/links.mjs'
import { Failed, at, isMain, main, node } from './lib/run.mjs'
import { files, libraries } from './lib/workspace.mjs'

const folder = at('.cache', 'site')
const out = path.join(folder, 'out')
const tsconfig = path.join(folder, 'tsconfig.json')

/** The compiler's options for all packages: each other's sources, in browsers and in Node.js. */
const compilerOptions = () => ({
  noEmit: true,
  lib: ['es2023', 'dom'],
  types: ['node'],
  paths: Object.fromEntries(
    libraries().map(({ name, folder: project }) => [name, [at(project, 'src', 'index.ts')]]),
  ),
})

const options = () => ({
  name: 'layersmith',
  readme: at('README.md'),
  entryPointStrategy: 'packages',
  entryPoints: libraries().map(({ folder: project }) => at(project)),
  packageOptions: {
    entryPoints: ['src/index.ts'],
    tsconfig,
    excludeInternal: true,
    excludePrivate: true,
    // the sources in the packages, as npm has them
    disableSources: true,
    // people do not use the types that compute shapes by name, so these are not exported
    validation: { notExported: false, invalidLink: true, rewrittenLink: true, notDocumented: true },
    requiredToBeDocumented: ['Class', 'Interface', 'TypeAlias', 'Function', 'Method', 'Variable'],
  },
  projectDocuments: files(at('docs')).filter((file) => file.endsWith('.md')),
  out,
  githubPages: false,
  highlightLanguages: [
    'bash',
    'diff',
    'html',
    'javascript',
    'json',
    'python',
    'sh',
    'yaml',
    'ts',
    'typescript',
  ],
  treatWarningsAsErrors: true,
})

/** Links to pages and headings that do not exist, in one page. */
function deadLinks(page) {
  const text = readFileSync(page, 'utf8')
  const links = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link)
  return [...new Set(links)]
    .filter((link) => !/^([a-z]+:|\/\/)/.test(link))
    .filter((link) => {
      const [file, heading] = link.split('#')
      const target = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file))
      if (!existsSync(target)) return true
      if (heading === undefined || heading === '' || !target.endsWith('.html')) return false
      return !readFileSync(target, 'utf8').includes(`id="${decodeURIComponent(heading)}"`)
    })
    .map((link) => `${path.relative(out, page)} links to ${link}, which does not exist`)
}

/** The pages made from the files that READMEs link to where they live. */
const pageOf = (file) => {
  const name = path.basename(file, '.md')
  if (path.dirname(file) === 'docs') return `documents/${name}.html`
  const project = libraries().find(({ folder }) => `${folder}/README.md` === file)
  return project === undefined ? null : `modules/${project.name.replaceAll(/[@/]/g, '_')}.html`
}

/** Keeps readers on the site. */
function linkWithin(page) {
  const text = readFileSync(page, 'utf8')
  const within = text.replaceAll(/href="([^"#]+)(#[^"]*)?"/g, (whole, link, heading = '') => {
    const target = link.startsWith(home) ? pageOf(link.slice(home.length)) : null
    if (target === null || !existsSync(path.join(out, target))) return whole
    const relative = path.posix.relative(path.posix.dirname(path.relative(out, page)), target)
    return `href="${relative}${heading}"`
  })
  if (within !== text) writeFileSync(page, within)
}

export async function site() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: at('tsconfig.base.json'),
      compilerOptions: compilerOptions(),
      include: libraries().map(({ folder: project }) => at(project, 'src')),
    }),
  )
  const config = path.join(folder, 'typedoc.json')
  writeFileSync(config, JSON.stringify(options()))
  await node(at('node_modules', 'typedoc', 'bin', 'typedoc'), ['--options', config])
  const pages = files(out).filter((file) => file.endsWith('.html'))
  pages.forEach(linkWithin)
  const dead = pages.flatMap(deadLinks)
  if (dead.length > 0) throw new Failed(dead.join('\n'))
  console.log(`${pages.length} pages without a dead link: ${path.relative(at(), out)}/index.html`)
}

if (isMain(import.meta.url)) main(site)
