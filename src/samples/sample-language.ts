import type { SampleRequest } from './sample-request.js'

/** A language that samples are written in. */
export interface SampleLanguage {
  /** What `--lang` and `?lang=` call it. */
  readonly id: string
  /** As the documentation's tab and `x-codeSamples` call it. */
  readonly label: string
  /**
   * The sample: runs as it stands once its placeholders are filled in. Undefined where there is none: the payload of a
   * request without a body, and requests that the language's client refuses to send (fetch a GET with a body, or TRACE).
   */
  readonly write: (request: SampleRequest) => string | undefined
}
