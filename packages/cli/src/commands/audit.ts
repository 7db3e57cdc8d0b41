import { styled } from '../base/terminal.js'
import { ownVersion } from '../base/versions.js'
import { command, flag } from './command.js'
import { fileArgument, fileOptions, withFile } from './file.js'
import { sarif } from './sarif.js'

const styles = { error: 'red', warning: 'yellow', information: 'dim' } as const

export const audit = command({
  name: 'audit',
  does: 'Find what is dangerous in a model: shared state, traps in training, saving and loading',
  more:
    'A saved model is loaded as TensorFlow.js loads it, so the findings are those of everybody\n' +
    'who does so; --mended shows what loadModel leaves. Exits with 1 for errors and warnings.',
  args: [fileArgument],
  options: {
    ...fileOptions,
    mended: flag('load a saved model by the loadModel of layersmith, which mends most'),
    ties: flag('also list weights at several places'),
    sarif: flag('print SARIF 2.1.0, for code review tools'),
  },
  examples: ['layersmith audit model.ts', 'layersmith audit saved --sarif > audit.sarif'],
  run: async ({ args: [file = ''], options, json, terminal }) => {
    const { audit: find, renderFinding } = await import('layersmith')
    const reading = { name: options.export, plain: !options.mended }
    const findings = await withFile(file, reading, (opened) =>
      find(opened.model(), { ties: options.ties }),
    )
    if (options.sarif) {
      terminal.print(JSON.stringify(sarif(file, findings, await ownVersion()), null, 2))
    } else if (json) terminal.print(JSON.stringify(findings, null, 2))
    else {
      for (const finding of findings)
        terminal.print(
          styled(styles[finding.severity], finding.severity),
          ` ${finding.code}: ${renderFinding(finding)}`,
        )
      if (findings.length === 0) terminal.print('nothing found')
    }
    return findings.some(({ severity }) => severity !== 'information') ? 1 : 0
  },
})
