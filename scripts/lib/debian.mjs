// Parts of the system that some suites need, from Debian.
import { Failed, run } from './run.mjs'

/**
 * Installs packages with apt-get, which needs root.
 * @param loss what is not tested without them
 */
export async function installDebian(packages, loss) {
  const commands = [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]
  const asText = commands.map((args) => `apt-get ${args.join(' ')}`).join(' && ')
  const names = packages.join(', ')
  if (process.getuid?.() !== 0)
    throw new Failed(`${names} of Debian are missing. Install them as root: ${asText}`)
  console.log(`${names} of Debian are missing; installing them: ${asText}`)
  for (const args of commands) {
    const { code, output } = await run('apt-get', args, {
      capture: true,
      allowFailure: true,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).catch(() => {
      throw new Failed(`This is not Debian (there is no apt-get): install ${names}; ${loss}`)
    })
    if (code !== 0)
      throw new Failed(`${output}\napt-get ${args.join(' ')} ended with ${code}; ${loss}`)
  }
}
