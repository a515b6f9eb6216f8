import { SetupError, type SourcePlace } from '../errors.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { tokens } from '../lib/json-pointer.js'

/** Imported when a text is to be parsed: that takes longer than the rest of a start. */
type Yaml = typeof import('yaml')

/** An OpenAPI document as it was written, and the way back from a JSON pointer to its line. */
export interface SourceDocument {
  readonly document: JsonObject
  /** The file it came from, as the user named it. */
  readonly file: string | undefined
  /** Every file that it was read from, absolute, those that were missing too: a change of one matters. */
  readonly files: readonly string[]
  /** What was wrong in some place, and left out or mended. */
  readonly faults: readonly SetupError[]
  /** Where the value of a JSON pointer stands; the nearest parent when it is not there. */
  readonly place: (pointer: string) => SourcePlace
}

/** Aliases may multiply a document this often; more is an attack (a "billion laughs"). */
const maxAliasCount = 1000

/** No document that people write is nested as deeply; more brings parsers and compilers down. */
const maxDepth = 500
const deepText = new RegExp(`(?:[[{]\\s*|- ){${maxDepth}}`)

const isDeep = (root: unknown): boolean => {
  const waiting: [unknown, number][] = [[root, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next
    if (depth > maxDepth) return true
    if (typeof value !== 'object' || value === null) continue
    for (const child of Object.values(value)) waiting.push([child, depth + 1])
  }
  return false
}

const tooDeep = (file: string | undefined): SetupError =>
  new SetupError(
    'contract-malformed',
    `The document is nested more than ${maxDepth} levels deep`,
    { file },
    'Nest it less.',
  )

const parseYaml = (yaml: Yaml, text: string, file: string | undefined): unknown => {
  const lines = new yaml.LineCounter()
  const parsed = yaml.parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const error = parsed.errors[0]
  if (error) {
    const { line, col } = lines.linePos(error.pos[0])
    throw new SetupError('contract-malformed', error.message, { file, line, column: col })
  }
  try {
    return parsed.toJS({ maxAliasCount })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SetupError('contract-malformed', reason, { file })
  }
}

const parse = (yaml: Yaml, text: string, file: string | undefined): unknown => {
  if (!/^\s*\{/.test(text)) return parseYaml(yaml, text, file)
  try {
    return JSON.parse(text)
  } catch {
    return parseYaml(yaml, text, file)
  }
}

const parsedWith = (yaml: Yaml, text: string, file: string | undefined): unknown => {
  try {
    return parse(yaml, text, file)
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(file) : error
  }
}

/** The node of a member or an item; keys such as 200 are numbers in YAML. */
const childOf = (yaml: Yaml, node: unknown, token: string): unknown => {
  if (yaml.isSeq(node)) return node.items[Number(token)]
  if (!yaml.isMap(node)) return undefined
  const isNamed = (key: unknown) => String(yaml.isScalar(key) ? key.value : key) === token
  return node.items.find(({ key }) => isNamed(key))?.value
}

/** The text parsed once more, with positions: only errors need them. */
const positionsOf = (yaml: Yaml, text: string) => {
  const lines = new yaml.LineCounter()
  return { lines, parsed: yaml.parseDocument(text, { lineCounter: lines, merge: true }) }
}

const placeIn = (
  yaml: Yaml,
  { lines, parsed }: ReturnType<typeof positionsOf>,
  file: string | undefined,
  pointer: string,
): SourcePlace => {
  let node: unknown = parsed.contents
  let start = 0
  for (const token of tokens(pointer)) {
    const child = childOf(yaml, node, token)
    node = yaml.isAlias(child) ? child.resolve(parsed) : child
    if (!yaml.isNode(child)) break
    start = child.range?.[0] ?? start
  }
  const { line, col } = lines.linePos(start)
  return { file, line, column: col, pointer }
}

/**
 * Parses the text of an OpenAPI document, YAML or JSON.
 * @throws SetupError `contract-malformed` with line and column, or `contract-invalid`.
 */
export const readSourceDocument = async (text: string, file?: string): Promise<SourceDocument> => {
  if (deepText.test(text)) throw tooDeep(file)
  const yaml = await import('yaml')
  const document = parsedWith(yaml, text.replace(/^\uFEFF/, ''), file)
  if (isDeep(document)) throw tooDeep(file)
  if (!isObject(document))
    throw new SetupError('contract-invalid', 'The document is not an object', {
      file,
      line: 1,
      column: 1,
    })
  let positions: ReturnType<typeof positionsOf> | undefined
  const place = (pointer: string): SourcePlace =>
    placeIn(yaml, (positions ??= positionsOf(yaml, text)), file, pointer)
  return { document, file, files: [], faults: [], place }
}

/** A document that is already an object: of a test, of another program, or parsed at build time. */
export const sourceDocumentOf = (document: JsonObject, file?: string): SourceDocument => ({
  document,
  file,
  files: [],
  faults: [],
  place: (pointer) => ({ file, pointer }),
})
