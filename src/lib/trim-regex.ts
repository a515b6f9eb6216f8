import type { RegexNode } from './parse-regex.js'

/** What an expression that begins or ends anywhere in a text can do without on that side. */
const trimSide = (node: RegexNode, side: 'start' | 'end'): RegexNode | undefined => {
  switch (node.kind) {
    case 'group':
      return trimSide(node.node, side)
    case 'repeat':
      return node.min === 0 ? undefined : { ...node, max: node.min }
    case 'choice': {
      const options = node.options.map((option) => trimSide(option, side))
      return options.some((option) => option === undefined)
        ? undefined
        : { kind: 'choice', options: options as RegexNode[] }
    }
    case 'sequence': {
      const parts = [...node.parts]
      while (parts.length > 0) {
        const at = side === 'start' ? 0 : parts.length - 1
        const rest = trimSide(parts[at] as RegexNode, side)
        parts.splice(at, 1, ...(rest ? [rest] : []))
        if (rest) return { kind: 'sequence', parts }
      }
      return undefined
    }
    default:
      return node
  }
}

/**
 * An expression that finds a match in the same texts, and is smaller: `[a-z]{1,5000}` is found wherever
 * `[a-z]` is. Undefined when it is found in every text. Not for expressions with back-references.
 */
export const trimRegex = (node: RegexNode): RegexNode | undefined => {
  const rest = trimSide(node, 'start')
  return rest && trimSide(rest, 'end')
}
