// Plans against the definitions of the layers, written independently in support/reference.ts.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type AnyBlock, BuildError, type Position, check, input, plan } from '@layersmith/core'
import { errorOf } from './support/errors.js'
import { cook, cookBehind, cookOpen, recipes, tapNames } from './support/recipe.js'
import { answer } from './support/reference.js'

const runs = { numRuns: 400 }

describe('plans of generated nets', () => {
  it('are possible exactly when the definitions say so, with the same shape, parameters and FLOPs', () => {
    let possible = 0
    fc.assert(
      fc.property(recipes, (recipe) => {
        const expected = answer(recipe)
        const checked = check(cook(recipe))
        expect(checked._tag).toBe(expected === null ? 'Left' : 'Right')
        if (checked._tag === 'Left' || expected === null) return
        possible++
        const {
          outputs: [output],
          params,
          flops,
          positions,
        } = checked.right
        expect({
          shape: output?.shape,
          params: params.trainable + params.nonTrainable,
          flops,
          positions: positions.length,
        }).toEqual(expected)
      }),
      { ...runs, numRuns: 1500 },
    )
    // a generator that only makes failures would test nothing
    expect(possible).toBeGreaterThan(500)
  })

  it('are the same whether the block or the input is made first', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const direct = check(cook(recipe)),
          late = check(cookOpen(recipe), { inputShape: recipe.shape })
        const piped = check(input(recipe.shape as number[]).pipe(cookOpen(recipe)))
        expect(late).toEqual(
          direct._tag === 'Right' ? direct : expect.objectContaining({ _tag: 'Left' }),
        )
        expect(piped._tag).toBe(direct._tag)
        if (direct._tag === 'Right' && piped._tag === 'Right')
          expect(piped.right.positions).toEqual(direct.right.positions)
      }),
      runs,
    )
  })

  it('have the shape that .shape gives, whether it is read at every call or at the end', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const names = tapNames()
        let read: AnyBlock = input(recipe.shape as number[]).loose()
        for (const step of recipe.steps) {
          read = cookBehind(read, [step], names)
          const checked = check(read)
          if (checked._tag === 'Left') {
            const thrown = errorOf(() => read.shape)
            expect(thrown).toBeInstanceOf(BuildError)
            expect((thrown as BuildError).problems).toEqual(checked.left)
            return
          }
          expect(read.shape).toEqual(checked.right.outputs[0]!.shape)
        }
        if (check(cook(recipe))._tag === 'Right') expect(cook(recipe).shape).toEqual(read.shape)
      }),
      runs,
    )
  })

  it('add up their positions, with frozen weights as not trainable', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const checked = check(cook(recipe))
        if (checked._tag === 'Left') return
        const { params, positions } = checked.right
        const sum = (of: (p: Position) => number) => positions.reduce((n, p) => n + of(p), 0)
        expect(params).toEqual({
          trainable: sum((p) => p.params.trainable),
          nonTrainable: sum((p) => p.params.nonTrainable),
        })
        for (const p of positions.filter((q) => q.frozen)) expect(p.params.trainable).toBe(0)
      }),
      runs,
    )
  })
})

describe('textbook numbers', () => {
  const lenet = input([28, 28, 1])
    .conv(6, 5, { padding: 'same' })
    .pool(2)
    .conv(16, 5)
    .pool(2)
    .flatten()
    .dense(120)
    .dense(84)
    .dense(10)

  it('LeNet-5 has 61,706 parameters', () => {
    expect(plan(lenet).params).toEqual({ trainable: 61_706, nonTrainable: 0 })
  })
  it('VGG-16 has 138,357,544 parameters and 30.9 billion operations in its weights', () => {
    const same = { padding: 'same', activation: 'relu' } as const
    const net = input([224, 224, 3])
      .conv(64, 3, same)
      .conv(64, 3, same)
      .pool(2)
      .conv(128, 3, same)
      .conv(128, 3, same)
      .pool(2)
      .conv(256, 3, same)
      .conv(256, 3, same)
      .conv(256, 3, same)
      .pool(2)
      .conv(512, 3, same)
      .conv(512, 3, same)
      .conv(512, 3, same)
      .pool(2)
      .conv(512, 3, same)
      .conv(512, 3, same)
      .conv(512, 3, same)
      .pool(2)
      .flatten()
      .dense(4096, { activation: 'relu' })
      .dense(4096, { activation: 'relu' })
      .dense(1000, { activation: 'softmax' })
    const made = plan(net)
    expect(made.params.trainable).toBe(138_357_544)
    const weights = made.positions
      .filter((p) => p.params.trainable > 0)
      .reduce((n, p) => n + p.flops!, 0)
    // multiply-adds, as Keras Applications and torchvision count them
    expect(weights / 2).toBe(15_470_264_320)
  })
  it('a net with an unknown size has null FLOPs and known parameters', () => {
    const made = plan(input([null, null, 3]).conv(8, 3).bn().relu().globalPool().dense(10))
    expect(made.flops).toBeNull()
    expect(made.params).toEqual({ trainable: 224 + 16 + 90, nonTrainable: 16 })
    expect(made.positions.map((p) => p.flops)).toEqual([null, null, null, null, 160])
  })
})
