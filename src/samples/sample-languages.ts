import { cSharp } from './c-sharp.js'
import { curl } from './curl.js'
import { go } from './go.js'
import { java } from './java.js'
import { javascript } from './javascript.js'
import { node } from './node.js'
import { payload } from './payload.js'
import { php } from './php.js'
import { python } from './python.js'
import { r } from './r.js'
import { ruby } from './ruby.js'
import type { SampleLanguage } from './sample-language.js'

/** The languages of samples, in the order of the documentation's tabs. */
export const sampleLanguages: readonly SampleLanguage[] = [
  ...[curl, javascript, node, python, java, cSharp, php, go, ruby, r],
  payload,
]
