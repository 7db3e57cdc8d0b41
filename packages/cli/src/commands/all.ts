// All commands, in the order of help.
import { audit } from './audit.js'
import { bench } from './bench.js'
import type { Command } from './command.js'
import { convert } from './convert.js'
import { doctor } from './doctor.js'
import { draw } from './draw.js'
import { create } from './new.js'
import { predict } from './predict.js'
import { profile } from './profile.js'
import { source } from './source.js'
import { summary } from './summary.js'

export const commands: readonly Command[] = [
  summary,
  draw,
  source,
  convert,
  audit,
  predict,
  bench,
  profile,
  create,
  doctor,
]
