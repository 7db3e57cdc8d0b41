// Findings as SARIF 2.1.0 (OASIS), which code review tools show:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { pathToFileURL } from 'node:url'
import path from 'node:path'
import type { Finding, Severity } from 'layersmith'
import { visible } from '../base/terminal.js'

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
}

/** The path of a file as a SARIF address: relative if it is below the working directory. */
const addressOf = (file: string): string => {
  const relative = path.relative(process.cwd(), path.resolve(file))
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? pathToFileURL(file).href
    : relative.split(path.sep).map(encodeURIComponent).join('/')
}

/** The log of one audit. */
export const sarif = (file: string, findings: readonly Finding[], version: string): object => {
  const codes = [...new Set(findings.map(({ code }) => code))]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'layersmith',
            version,
            informationUri: 'https://github.com/layersmith/layersmith',
            rules: codes.map((id) => ({ id })),
          },
        },
        results: findings.map(({ code, severity, layer, places, consequence, fix }) => ({
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: levels[severity],
          message: { text: visible(`${layer}: ${consequence}; ${fix}`) },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: addressOf(file) } },
              logicalLocations: [layer, ...places].map((name) => ({ name: visible(name) })),
            },
          ],
        })),
      },
    ],
  }
}
