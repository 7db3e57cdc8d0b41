import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { cli } from './support/cli.js'

/** What bash offers after these words. */
const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { out } = await cli('completion', 'bash')
  const quoted = words.map((word) => `'${word}'`).join(' ')
  const script = `${out}
COMP_WORDS=(layersmith ${quoted}); COMP_CWORD=${words.length}; _layersmith
printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

describe('completion', () => {
  test('bash completes commands, options and values', async () => {
    expect(await offered('s')).toEqual(['summary', 'source'])
    expect(await offered('comp')).toEqual(['completion'])
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish'])
    expect(await offered('source', '--f')).toEqual(['--force'])
    expect(await offered('draw', 'net.ts', '--to', 'm')).toEqual(['mermaid'])
    expect(await offered('summary', 'ne')).toEqual([]) // files
  })

  test('zsh and fish get every command, option and value', async () => {
    const [{ out: zsh }, { out: fish }] = [
      await cli('completion', 'zsh'),
      await cli('completion', 'fish'),
    ]
    expect(zsh).toContain("'--to[what to draw, where the name does not tell\\:")
    expect(zsh).toContain(':(svg png html dot mermaid)')
    expect(fish).toContain("-a 'svg png html dot mermaid'")
    expect(fish).toContain("-n '__fish_seen_subcommand_from new' -l vite -d")
  })

  test('refuses other shells', async () => {
    expect(await cli('completion', 'powershell')).toEqual({
      exit: 2,
      out: '',
      err: 'layersmith: SHELL must be one of bash, zsh, fish, got "powershell"\n',
    })
  })
})
