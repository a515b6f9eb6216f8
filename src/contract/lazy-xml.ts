import { isXml } from '../lib/media-type.js'
import type { ParsedXml } from '../lib/xml-element.js'

/** The parser of XML. Importing it takes 15 ms: it is imported when the first XML body is there. */
export class LazyXml {
  #parse: ((text: string) => ParsedXml) | undefined

  get isLoaded(): boolean {
    return this.#parse !== undefined
  }

  async load(): Promise<void> {
    this.#parse = (await import('../lib/parse-xml.js')).parseXml
  }

  /** To be called once loaded. */
  parse(text: string): ParsedXml {
    return (this.#parse as (text: string) => ParsedXml)(text)
  }
}

/** What a body needs before it can be read; undefined when that is there, as it nearly always is. */
export const beforeBody = (
  body: { readonly xml: LazyXml } | undefined,
  contentType: string | undefined,
): Promise<void> | undefined =>
  body && !body.xml.isLoaded && contentType && isXml(contentType) ? body.xml.load() : undefined
