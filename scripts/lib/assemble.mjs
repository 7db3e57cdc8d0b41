// Compiles AssemblyScript modules, all in one process, because the compiler takes longer to start
// and to warm up than for most of our modules.
// `node scripts/lib/assemble.mjs '[{ "folder": "packages/…", "args": ["assembly/index.ts", …] }]'`
import path from 'node:path'
import { pathToFileURL } from 'node:url'

for (const { folder, args } of JSON.parse(process.argv[2])) {
  const compiler = path.join(folder, 'node_modules', 'assemblyscript', 'dist', 'asc.js')
  const { default: asc } = await import(pathToFileURL(compiler).href)
  const { error, stderr } = await asc.main([...args, '--baseDir', folder])
  // On success it only warns of what is meant.
  if (error !== null) {
    process.stderr.write(stderr.toString())
    throw error
  }
}
