// Started by dist/main.js for `--browser`.
import { servePage } from '../shared/chromium.mjs'

servePage('training')
