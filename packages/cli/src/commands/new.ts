import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure } from '../base/failure.js'
import { ownVersion, versionOf } from '../base/versions.js'
import { written } from '../base/write-file.js'
import { command, flag } from './command.js'

const templates = fileURLToPath(new URL('../../templates', import.meta.url))

interface Project {
  readonly name: string
  readonly vite: boolean
  readonly ending: 'ts' | 'js'
}

/** Relative paths of all files below a folder of templates. */
const filesIn = async (folder: string): Promise<readonly string[]> => {
  const all = await readdir(path.join(templates, folder), { recursive: true, withFileTypes: true })
  return all
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(path.join(templates, folder), path.join(entry.parentPath, entry.name)),
    )
    .sort()
}

/**
 * A template's name in the project. The templates are TypeScript without any types, so they are
 * also JavaScript. npm leaves files called .gitignore out of packages.
 */
const nameOf = (file: string, { ending }: Project): string | null => {
  if (ending === 'js' && file.endsWith('.d.ts')) return null
  if (file === 'gitignore') return '.gitignore'
  return ending === 'js' ? file.replace(/\.ts$/, '.js') : file
}

/** What a project needs besides layersmith and TensorFlow.js. */
const tools = {
  '@types/node': '^20.19.0',
  tsx: '^4.23.15',
  typescript: '^6.0.3',
  vite: '^8.4.0',
}

const packageJson = async ({ name, vite, ending }: Project): Promise<string> => {
  const version = async (of: string): Promise<string> => `^${(await versionOf(of)) ?? '0'}`
  const tensorflow = await version('@tensorflow/tfjs')
  const { vite: _, ...typescript } = tools
  const run = ending === 'ts' ? 'tsx' : 'node'
  return `${JSON.stringify(
    {
      name,
      private: true,
      type: 'module',
      scripts: {
        train: `${run} src/train.${ending}`,
        ...(vite
          ? { dev: 'vite', build: 'vite build' }
          : { predict: `${run} src/predict.${ending}` }),
        summary: `layersmith summary src/net.${ending}`,
        doctor: 'layersmith doctor',
        ...(ending === 'ts' ? { check: 'tsc' } : {}),
      },
      dependencies: {
        '@layersmith/backends': await version('@layersmith/backends'),
        '@tensorflow/tfjs': tensorflow,
        ...(vite ? { '@tensorflow/tfjs-backend-wasm': tensorflow } : {}),
        '@tensorflow/tfjs-core': tensorflow,
        layersmith: await version('layersmith'),
      },
      devDependencies: {
        '@layersmith/cli': `^${await ownVersion()}`,
        ...(ending === 'ts' ? typescript : {}),
        ...(vite ? { vite: tools.vite } : {}),
      },
    },
    null,
    2,
  )}\n`
}

const writeProject = async (folder: string, project: Project): Promise<void> => {
  await mkdir(folder) // its parent must exist
  const kinds = ['common', project.vite ? 'vite' : 'node']
  for (const kind of project.ending === 'ts' ? [...kinds, 'typescript'] : kinds)
    for (const file of await filesIn(kind)) {
      const name = nameOf(file, project)
      if (name === null) continue
      const content = await readFile(path.join(templates, kind, file), 'utf8')
      const target = path.join(folder, name)
      await mkdir(path.dirname(target), { recursive: true })
      await writeFile(
        target,
        content.replaceAll('{{name}}', project.name).replaceAll('{{ending}}', project.ending),
      )
    }
  await writeFile(path.join(folder, 'package.json'), await packageJson(project))
}

export const create = command({
  name: 'new',
  does: 'Make a starter project: a net, its training, and a program or a page that uses it',
  more:
    'The training shows progress, validates, saves the best weights, and goes on where it was\n' +
    'stopped.',
  args: [{ name: 'NAME', does: 'the folder to make, and the name of the project' }],
  options: {
    javascript: flag('JavaScript instead of TypeScript'),
    vite: flag('with a web page, by Vite, instead of a program for Node.js'),
  },
  examples: ['layersmith new classifier', 'layersmith new web-classifier --vite --javascript'],
  run: async ({ args: [given = ''], options, json, terminal }) => {
    const folder = path.resolve(given)
    const name = path.basename(folder)
    if (!/^[a-z0-9][a-z0-9._-]{0,99}$/.test(name))
      throw new Failure(
        `"${name}" cannot be the name of a package; use small letters, digits, ".", "_" and "-"`,
        2,
      )
    const project: Project = {
      name,
      vite: options.vite,
      ending: options.javascript ? 'js' : 'ts',
    }
    await written(folder, false, (beside) => writeProject(beside, project))
    const next = [`cd ${given}`, 'npm install', 'npm run train']
    if (json) terminal.print(JSON.stringify({ folder, next }))
    else terminal.print(`made ${given}; next:\n${next.map((line) => `  ${line}`).join('\n')}`)
    return 0
  },
})
