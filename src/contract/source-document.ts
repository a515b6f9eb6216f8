import { SetupError, type SourcePlace } from '../errors.js'
import { outlineJson } from '../lib/json-outline.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf, tokens } from '../lib/json-pointer.js'
import { createLinePlaces, type LinePlace } from '../lib/line-places.js'
import { offsetOf, type Outline } from '../lib/outline.js'
import { bulkOf } from './document-bulk.js'

/** An OpenAPI document as it was written, and the way back from a JSON pointer to its line. */
export interface SourceDocument {
  readonly document: JsonObject
  /** The file it came from, as the user named it. */
  readonly file: string | undefined
  /** Every file that it was read from, absolute, those that were missing too: a change of one matters. */
  readonly files: readonly string[]
  /** What was wrong in some place, and left out or mended. */
  readonly faults: readonly SetupError[]
  /** Why a reference is not followed, by its text; one of `faults`. */
  readonly unresolved: ReadonlyMap<string, SetupError>
  /** Where the value of a JSON pointer stands; the nearest parent when it is not there. */
  readonly place: (pointer: string) => SourcePlace
}

/** A text of JSON or YAML, parsed. */
export interface ParsedText {
  readonly value: unknown
  readonly faults: readonly SetupError[]
  readonly place: (pointer: string) => SourcePlace
}

/** No document that people write is nested as deeply; more brings parsers and compilers down. */
const maxDepth = 500

/** Aliases may make a document so many values larger; more is an attack (a "billion laughs"). */
const maxRepeated = 1_000_000

const malformed = (reason: string, place: SourcePlace, fix?: string): SetupError =>
  new SetupError('contract-malformed', reason, place, fix)

/** What a parser made of a text; the outline is for errors only. */
interface Parsed {
  readonly value: unknown
  /** Whether a value may stand in several places. */
  readonly mayShare: boolean
  readonly faults: readonly SetupError[]
  readonly outline: () => Outline
}

type Placed = (offset: number) => LinePlace

const yamlFaults = (
  { repeated, second }: Awaited<ReturnType<typeof readYaml>>['parsed'],
  file: string | undefined,
  placed: Placed,
): readonly SetupError[] => [
  ...repeated.map(({ tokens: at, offset }) =>
    malformed(
      `The key ${at.at(-1)} is written twice; the last one counts`,
      { file, ...placed(offset), pointer: pointerOf(...at) },
      'Remove one of them, or join them.',
    ),
  ),
  ...(second === undefined
    ? []
    : [
        malformed(
          'A second YAML document begins here; only the first is read',
          { file, ...placed(second) },
          'Write it into a file of its own.',
        ),
      ]),
]

const readYaml = async (text: string, file: string | undefined, placed: Placed) => {
  // Imported when a text is to be parsed: our own contracts were parsed at build time.
  const { outlineYaml, parseYaml, YamlFault } = await import('./parse-yaml.js')
  try {
    return { parsed: parseYaml(text, maxDepth), outline: () => outlineYaml(text, maxDepth) }
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error
    throw malformed(error.message, { file, ...placed(error.offset) })
  }
}

const parse = async (text: string, file: string | undefined, placed: Placed): Promise<Parsed> => {
  if (/^\s*\{/.test(text))
    try {
      return {
        value: JSON.parse(text),
        mayShare: false,
        faults: [],
        outline: () => outlineJson(text),
      }
    } catch {
      // YAML takes more than JSON does, and says where it is wrong.
    }
  const { parsed, outline } = await readYaml(text, file, placed)
  return {
    value: parsed.value,
    mayShare: text.includes('*'),
    faults: yamlFaults(parsed, file, placed),
    outline,
  }
}

/** Refuses what would bring down whoever walks over it. */
const refuseBulk = ({ value, mayShare }: Parsed, file: string | undefined): void => {
  const { depth, size, distinct } = bulkOf(value, maxDepth, mayShare)
  if (depth > maxDepth)
    throw malformed(
      `The document is nested more than ${maxDepth} levels deep`,
      { file },
      'Nest it less, and let no alias stand inside of its own anchor.',
    )
  if (size - distinct > maxRepeated)
    throw malformed(
      `Aliases repeat more than ${maxRepeated} values`,
      { file },
      'Use fewer YAML aliases: a $ref repeats nothing.',
    )
}

/**
 * Parses the text of one file, YAML or JSON.
 * @throws SetupError `contract-malformed` with line and column.
 */
export const parseText = async (written: string, file?: string): Promise<ParsedText> => {
  const text = written.replace(/^\uFEFF/, '')
  let places: Placed | undefined
  const placed: Placed = (offset) => (places ??= createLinePlaces(text))(offset)
  const parsed = await parse(text, file, placed)
  refuseBulk(parsed, file)
  const { value, faults, outline } = parsed
  let made: Outline | undefined
  const place = (pointer: string): SourcePlace => {
    const offset = offsetOf((made ??= outline()), tokens(pointer))
    return { file, ...placed(offset), pointer }
  }
  return { value, faults, place }
}

/**
 * Parses the text of an OpenAPI document, YAML or JSON.
 * @throws SetupError `contract-malformed` with line and column, or `contract-invalid`.
 */
export const readSourceDocument = async (text: string, file?: string): Promise<SourceDocument> => {
  const { value, faults, place } = await parseText(text, file)
  if (isObject(value))
    return { document: value, file, files: [], faults, unresolved: new Map(), place }
  throw new SetupError('contract-invalid', 'The document is not an object', {
    file,
    line: 1,
    column: 1,
  })
}

/** A document that is already an object: of a test, of another program, or parsed at build time. */
export const sourceDocumentOf = (document: JsonObject, file?: string): SourceDocument => ({
  document,
  file,
  files: [],
  faults: [],
  unresolved: new Map(),
  place: (pointer) => ({ file, pointer }),
})
