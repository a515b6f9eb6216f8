/** An element of an XML document (XML 1.0 §3). */
export interface XmlElement {
  /** As written, with its prefix. */
  readonly name: string
  /** By name as written. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The text directly inside of it. */
  readonly text: string
}

/** Why a text was refused as XML; line and column count from 1. */
export type XmlFault =
  | {
      readonly kind: 'malformed'
      readonly reason: string
      readonly line: number
      readonly column: number
    }
  | { readonly kind: 'too-deep' }

/** Either the root element or the reason against it. */
export type ParsedXml = { readonly root: XmlElement } | { readonly fault: XmlFault }

/** A name without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
