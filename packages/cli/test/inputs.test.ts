// Files that NumPy 2.4 and Pillow wrote.
import { describe, expect, test } from '@jest/globals'
import { readImage, withChannels } from '../src/inputs/image.js'
import { readNpy } from '../src/inputs/npy.js'

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))

const header = (text: string): Uint8Array => {
  const bytes = Buffer.from(`\u0093NUMPY\u0001\u0000\u0000\u0000${text}\n`, 'latin1')
  bytes.writeUInt16LE(text.length + 1, 8)
  return bytes
}

describe('.npy', () => {
  const arrays = {
    '<f4':
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPwAAAEAAAEBAAACAQAAAoEA=',
    '>f8':
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAD/wAAAAAAAAQAAAAAAAAABACAAAAAAAAEAQAAAAAAAAQBQAAAAAAAA=',
    '|u1':
      'k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQIDBAU=',
    '<i8':
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQAAAAAAAAABQAAAAAAAAA=',
  }
  test.each(Object.entries(arrays))('%s', (_, base64) => {
    const { values, shape, white } = readNpy(bytesOf(base64), 'x.npy')
    expect([[...values], shape, white]).toEqual([[0, 1, 2, 3, 4, 5], [1, 2, 3], null])
  })

  test('a number and a vector', () => {
    const one = Buffer.concat([
      header("{'descr': '|u1', 'fortran_order': False, 'shape': (), }"),
      Uint8Array.of(3),
    ])
    expect(readNpy(one, 'x.npy')).toMatchObject({ shape: [], values: Float32Array.of(3) })
    const two = Buffer.concat([
      header("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }"),
      Uint8Array.of(3, 4),
    ])
    expect(readNpy(two, 'x.npy')).toMatchObject({ shape: [2], values: Float32Array.of(3, 4) })
  })

  test.each<[string, Uint8Array, string]>([
    ['cut in its header', bytesOf(arrays['<f4']).slice(0, 60), 'it ends in its header'],
    ['cut at once', bytesOf(arrays['<f4']).slice(0, 7), 'it ends in its header'],
    [
      'cut in its numbers',
      bytesOf(arrays['<f4']).slice(0, -1),
      'shape 1x2x3 needs 24 bytes, but it has 23; it may be cut short',
    ],
    ['objects', header("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }"), 'astype'],
    ['inherited', header("{'descr': '<constructor', 'fortran_order': False, 'shape': (2,)}"), 'no'],
    ['Fortran', header("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }"), 'asconti'],
    [
      'more than there is',
      header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }"),
      'but it has 0',
    ],
    ['no shape', header("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }"), 'no shape'],
  ])('%s is refused', (_, bytes, said) => expect(() => readNpy(bytes, 'x.npy')).toThrow(said))
})

describe('images', () => {
  const ramp = Array.from({ length: 36 }, (_, i) => 7 * i)
  const png = {
    colors:
      'iVBORw0KGgoAAAANSUhEUgAAAAMAAAAECAIAAADETxJQAAAAHklEQVR4nGNkYOcTFRUVFRVlsbe3R2cx7j1yGsICAFzmBd5qyQrfAAAAAElFTkSuQmCC',
    palette:
      'iVBORw0KGgoAAAANSUhEUgAAAAMAAAAEBAMAAAC5A5g0AAAAJFBMVEXn7vXS2eC9xMuor7aTmqF+hYxpcHdUW2I/Rk0qMTgVHCMABw6ZdaLqAAAAFElEQVR4nGPcdY3l7E2Ws3cYFBkAJLgFClcoBbIAAAAASUVORK5CYII=',
  }
  const jpeg =
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAQABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD5Hr7kr8Q6/ZCvuPpCfRP/AOIVf2Z/ws/WfrPtv+Yf2fL7P2X/AE/ne/P5Wt1vp4f0jcX/AMTQ/wBl+7/Z/wDZ/t+v1j2n1j2P/Xnk5PY/3ubm+zy6/wD/2Q=='

  test.each(Object.entries(png))('PNG with %s', (_, base64) => {
    const image = readImage(bytesOf(base64), 'x.png')
    expect([image.width, image.height]).toEqual([3, 4])
    expect([...withChannels(image, 3, 'x.png')]).toEqual(ramp)
    const luma = [6, 27, 48, 69, 90, 111, 132, 153, 174, 195, 216, 237] // as Pillow rounds it
    expect([...withChannels(image, 1, 'x.png')].map(Math.round)).toEqual(luma)
    expect(withChannels(image, 4, 'x.png')[3]).toBe(255)
    expect(() => withChannels(image, 7, 'x.png')).toThrow('the model takes 7 channels')
  })

  test('JPEG', () => {
    const image = readImage(bytesOf(jpeg), 'x.jpg')
    const at = (x: number, y: number) => [...image.rgba.slice(4 * (16 * y + x)).slice(0, 3)]
    const pillow = [
      [196, 33, 38],
      [13, 219, 59],
      [3, 0, 251],
      [127, 129, 128],
    ]
    const ours = [at(3, 3), at(12, 3), at(3, 12), at(12, 12)]
    const off = ours.flat().map((n, i) => Math.abs(n - (pillow.flat()[i] ?? NaN)))
    expect(Math.max(...off)).toBeLessThan(8) // they interpolate colors in other ways
  })

  const huge = bytesOf(png.colors)
  new DataView(huge.buffer).setUint32(16, 2 ** 31)
  const hugeJpeg = bytesOf(jpeg)
  const frame = Buffer.from(hugeJpeg).indexOf(Uint8Array.of(0xff, 0xc0))
  hugeJpeg.fill(0xff, frame + 5, frame + 9)
  test.each<[string, Uint8Array, string]>([
    ['a PNG cut in its pixels', bytesOf(png.colors).slice(0, -20), 'it may be damaged'],
    ['a PNG cut in its header', bytesOf(png.colors).slice(0, 20), 'it is cut short'],
    ['a JPEG cut in its pixels', bytesOf(jpeg).slice(0, 650), 'it may be damaged'],
    ['a JPEG cut in its header', bytesOf(jpeg).slice(0, 30), 'it may be damaged'],
    ['a PNG that says it is huge', huge, 'is more than 64 megapixels'],
    ['a JPEG that says it is huge', hugeJpeg, 'maxResolutionInMP'],
  ])('%s is refused', (_, bytes, said) => expect(() => readImage(bytes, 'x')).toThrow(said))
})
