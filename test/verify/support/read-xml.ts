import { SaxesParser } from 'saxes'

/** An element of XML. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlNode[]
  text: string
}

/** Reads XML strictly; throws for what is not well-formed. */
export const readXml = (text: string): XmlNode => {
  const top: XmlNode = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const node: XmlNode = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: '',
    }
    open.at(-1)!.children.push(node)
    open.push(node)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (part) => void (open.at(-1)!.text += part))
  parser.write(text).close()
  return top.children[0]!
}
