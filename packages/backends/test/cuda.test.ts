import { expect, test } from '@jest/globals'
import { graphicsCard, isVisible } from '../src/start/cuda.js'
import { nodeJs } from './support/hosts.js'

// Node.js itself is linked against it, so the dynamic linker finds it.
const linked = (process.report.getReport() as unknown as { sharedObjects: string[] }).sharedObjects
  .map((file) => file.split(/[\\/]/).at(-1)!)
  .find((name) => /^libc\.|^libSystem|^kernel32/i.test(name))!

test('a library is visible if and only if the dynamic linker finds it', () => {
  expect(isVisible(linked)).toBe(true)
  expect(isVisible('liblayersmith-has-no-such-library.so.9')).toBe(false)
})

test("the card's name comes from NVIDIA's driver", async () => {
  const files = (information: string | Error) =>
    ({
      ...nodeJs,
      fs: {
        ...nodeJs.fs,
        readdir: () =>
          information instanceof Error
            ? Promise.reject(information)
            : Promise.resolve(['0000:01:00.0']),
        readFile: (file: string) =>
          Promise.resolve(file.endsWith('0000:01:00.0/information') ? information : ''),
      },
    }) as unknown as typeof nodeJs
  expect(await graphicsCard(files('Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 17\n'))).toBe(
    'NVIDIA H100 80GB HBM3',
  )
  expect(await graphicsCard(files('IRQ: 17\n'))).toBeNull()
  expect(await graphicsCard(files(new Error('ENOENT')))).toBeNull()
  expect(await graphicsCard(undefined)).toBeNull()
})
