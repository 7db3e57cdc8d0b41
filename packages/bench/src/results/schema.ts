/** What results look like, for the checks of files that others wrote. */
import { backendNames } from '@layersmith/backends'
import { z } from 'zod'
import { type BenchResult, modes, type Timings } from './result.js'

/** More of anything says nothing, and would only take time to check. */
const most = { items: 10_000, text: 1000, name: 200 } as const

const name = z.string().min(1).max(most.name)
const text = z.string().max(most.text)
const list = <T extends z.ZodType>(item: T) => z.array(item).max(most.items)
const count = z.number().int().nonnegative()
const time = z.number().nonnegative()

const cell = { mode: z.enum(modes), batch: z.number().int().positive().nullable() }
const summary = {
  median: time,
  quartiles: z.tuple([time, time]),
  runs: z.number().int().positive(),
}
const ratio = z.object({ ratio: time, interval: z.tuple([time, time]) })
const memory = z.object({ tensors: z.number().int(), bytes: z.number().int() })
const ceiling = z.object({ rate: time, size: count })

const timings = z
  .object({
    program: name.describe('What ran, with its version: PyTorch 2.9.0'),
    device: name.describe('What it ran on: cpu, or the name of a GPU'),
    threads: z.number().int().positive().nullable().describe('Threads of the processor'),
    measurements: list(
      z.object({
        net: name.optional().describe('The net, in results of several'),
        ...cell,
        median: time.describe('Milliseconds of one run'),
        quartiles: z.tuple([time, time]).describe('First and third quartile, in milliseconds'),
        runs: summary.runs.describe('How many runs were timed'),
      }),
    ),
  })
  .describe('Times of another program, as a contestant of @layersmith/bench')

const environment = z.object({
  date: name,
  platform: name,
  cpu: name.nullable(),
  cores: z.number().positive(),
  memory: z.number().nonnegative(),
  load: z.tuple([time, time]),
  provenance: z.object({
    commit: name.nullable(),
    changed: z.boolean(),
    packages: z.record(name, name),
  }),
  backend: z.looseObject({
    backend: z.enum(backendNames),
    tfName: name,
    device: z.enum(['cpu', 'gpu', 'software-gpu']),
    deviceName: name.nullable(),
    threads: z.number().positive().nullable(),
    threadsBecause: text.optional(),
    simd: z.boolean().nullable(),
    versions: z.object({
      tfjs: name,
      node: name.nullable(),
      backend: name.nullable(),
      library: name.nullable(),
    }),
    fastKernels: z
      .union([
        z.object({
          on: z.literal(true),
          build: z.enum(['relaxed', 'baseline']),
          because: z.null(),
        }),
        z.object({ on: z.literal(false), build: z.null(), because: text }),
      ])
      .optional(),
  }),
})

const facts = z.object({
  name,
  kind: z.enum(['net', 'built', 'model', 'layer', 'program', 'timings']).nullable(),
  about: text.nullable(),
  params: count.nullable(),
  flops: time.nullable(),
  memory: z.object({ model: memory, training: memory.nullable() }).nullable(),
  difference: z.object({ forward: time, train: time.nullable() }).nullable(),
  error: text.nullable(),
})

const row = z.union([
  z.strictObject({ contestant: name, error: text }),
  z.strictObject({
    contestant: name,
    ...summary,
    ratio: ratio.nullable(),
    gflops: time.nullable(),
    ofLimit: time.nullable(),
  }),
])

const result = z.object({
  benchmark: z.literal('layersmith'),
  format: z.literal(1),
  settings: z.object({
    seconds: z.number().positive(),
    seed: z.number().int(),
    reference: name,
    compared: z.boolean(),
  }),
  runs: list(
    z.object({
      environment,
      ceilings: z.object({ bandwidth: ceiling, arithmetic: ceiling }).nullable(),
      contestants: list(facts),
      measurements: list(
        z.object({
          ...cell,
          repeats: z.number().int().positive().nullable(),
          rows: list(row),
          fastest: name.nullable(),
        }),
      ),
    }),
  ),
  withoutRun: list(z.object({ backend: z.enum(backendNames), refused: z.boolean(), reason: text })),
})

/** What is wrong with a value, in one short line with the place; or the value. */
const read = <T>(where: string, schema: z.ZodType<T>, value: unknown): T => {
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  const [first] = checked.error.issues
  const place = (first?.path ?? []).map(String).join('.')
  throw new TypeError(
    `${where}: ${place === '' ? '' : `${place}: `}${first?.message ?? 'not in this format'}`.slice(
      0,
      most.text,
    ),
  )
}

/** A saved result. @throws TypeError that names the first wrong place */
export const readResult = (where: string, value: unknown): BenchResult =>
  read<BenchResult>(where, result, value)

/** The times of another program. @throws TypeError that names the first wrong place */
export const readTimings = (where: string, value: unknown): Timings =>
  read<Timings>(where, timings, value)

/**
 * The JSON schema of {@link Timings}, draft 2020-12, for programs in other languages.
 * @example
 * import { timingsSchema } from '@layersmith/bench'
 * timingsSchema().required // ['program', 'device', 'threads', 'measurements']
 */
export const timingsSchema = (): Readonly<Record<string, unknown>> => z.toJSONSchema(timings)
