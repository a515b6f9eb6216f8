import { SaxesParser } from 'saxes'
import { maxDepth } from './parse-json.js'
import type { ParsedXml, XmlElement } from './xml-element.js'

/** An element that is still open. */
interface OpenElement {
  readonly name: string
  readonly attributes: Map<string, string>
  readonly children: XmlElement[]
  text: string
}

/**
 * Parses XML 1.0 that a stranger sent: at most 64 levels deep, without a DOCTYPE and thus without
 * entities of its own. Prefixes of names are not looked up.
 */
export const parseXml = (text: string): ParsedXml => {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  let isTooDeep = false
  const addText = (more: string): void => {
    const at = open.at(-1)
    if (at) at.text += more
  }
  parser.on('doctype', () => void parser.fail('a DOCTYPE is not read.'))
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentag', ({ name, attributes }) => {
    isTooDeep = open.length === maxDepth
    if (isTooDeep) parser.fail('too deep.')
    const element = {
      name,
      attributes: new Map(Object.entries(attributes)),
      children: [],
      text: '',
    }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  try {
    parser.write(text).close()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const { line, columnIndex } = parser
    if (isTooDeep) return { fault: { kind: 'too-deep' } }
    return { fault: { kind: 'malformed', reason, line, column: Math.max(1, columnIndex) } }
  }
  return { root: root as XmlElement }
}
