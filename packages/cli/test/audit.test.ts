// Findings: as text, as JSON, and as SARIF.
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { audit, fileHandler, input, renderFinding, toModel } from 'layersmith'
import { cli, inFolder } from './support/cli.js'

/** A model in which two places share a BatchNormalization. */
const sharing = (): tf.LayersModel => {
  const bn = tf.layers.batchNormalization({ name: 'bn' })
  const x = tf.input({ shape: [4], name: 'x' })
  const hidden = bn.apply(tf.layers.dense({ units: 4, name: 'a' }).apply(x))
  const y = bn.apply(tf.layers.dense({ units: 4, name: 'b' }).apply(hidden))
  return tf.model({ inputs: x, outputs: y as tf.SymbolicTensor }) // a symbol in, a symbol out
}

const saved = async (folder: string): Promise<string> => {
  const place = path.join(folder, 'saved model')
  const model = sharing()
  await model.save(fileHandler(place))
  model.dispose()
  return place
}

/** What `audit` finds in the saved model as TensorFlow.js loads it. */
const findingsIn = async (place: string) => {
  const model = await tf.loadLayersModel(fileHandler(place))
  const findings = audit(model)
  model.dispose()
  return findings
}

describe('audit', () => {
  test('prints what it finds, and ends with 1', () =>
    inFolder(async (folder) => {
      const place = await saved(folder)
      const findings = await findingsIn(place)
      expect(findings.map(({ code }) => code)).toContain('sharedStatistics')
      const { exit, out, err } = await cli('audit', place)
      expect([exit, err]).toEqual([1, ''])
      expect(out.trimEnd().split('\n')).toHaveLength(findings.length)
      const [first] = findings
      expect(out).toContain(`${first!.code}: `)
      expect(out).toContain(renderFinding(first!))
    }))

  test('prints the same as JSON', () =>
    inFolder(async (folder) => {
      const place = await saved(folder)
      const { exit, out } = await cli('audit', place, '--json')
      expect(exit).toBe(1)
      expect(JSON.parse(out)).toEqual(await findingsIn(place))
    }))

  test('prints the same as SARIF 2.1.0', () =>
    inFolder(async (folder) => {
      const place = await saved(folder)
      const findings = await findingsIn(place)
      const { exit, out } = await cli('audit', place, '--sarif')
      expect(exit).toBe(1)
      const { version, runs } = JSON.parse(out)
      expect([version, runs.length]).toEqual(['2.1.0', 1])
      const [{ tool, results }] = runs
      expect(tool.driver.name).toBe('layersmith')
      expect(results).toHaveLength(findings.length)
      findings.forEach(({ code, severity, places }, i) => {
        const { ruleId, ruleIndex, level, message, locations } = results[i]
        expect([ruleId, tool.driver.rules[ruleIndex].id]).toEqual([code, code])
        expect(level).toBe(severity === 'information' ? 'note' : severity)
        expect(message.text).toMatch(/^[^]+: [^]+; [^]+$/)
        // an address, below the working directory or absolute, and without what addresses forbid
        const { uri } = locations[0].physicalLocation.artifactLocation
        expect(new URL(uri, 'file:///').pathname.endsWith('/saved%20model')).toBe(true)
        expect(locations[0].logicalLocations).toHaveLength(1 + places.length)
      })
    }))

  test('finds nothing in a sound model, and ends with 0', () =>
    inFolder(async (folder) => {
      const place = path.join(folder, 'sound')
      const built = toModel(input([4]).dense(3).bn().relu().dense(2), { seed: 1 })
      await built.model.save(fileHandler(place))
      built.dispose()
      expect(await cli('audit', place)).toEqual({ exit: 0, out: 'nothing found\n', err: '' })
      const { exit, out } = await cli('audit', place, '--sarif')
      expect(exit).toBe(0)
      expect(JSON.parse(out).runs[0].results).toEqual([])
    }))
})
