import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { convertObj } from 'swagger2openapi'
import { SetupError } from '../errors.js'
import { objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { pointer } from '../lib/json-pointer.js'
import type { SourceDocument } from './source-document.js'
import { completeConversion } from './complete-conversion.js'
import { createSwaggerPointers } from './swagger-pointers.js'
import { hoistFiles } from './hoist-files.js'
import { prepareSwagger } from './prepare-swagger.js'

/** True for Swagger 2.0, which OpenAPI 3.0 has succeeded. */
export const isSwagger = (document: JsonObject): boolean =>
  own(document, 'openapi') === undefined && /^2(\.|$)/.test(String(own(document, 'swagger')))

/** What became of one document. */
type Conversion = { readonly document: JsonObject } | { readonly reason: string }

const library = 'swagger2openapi'

/** Places that are mended are mended; `text` keeps it from writing the document as YAML. */
const settings = {
  patch: true,
  warnOnly: true,
  anchors: true,
  resolveInternal: true,
  refSiblings: 'preserve',
  text: ' ',
} as const satisfies Parameters<typeof convertObj>[1]

/**
 * The library extends String.prototype and prints what it cannot convert: in a thread of its own it
 * does neither to us.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
const { convertObj } = require(workerData.library)
const convert = async (document) => {
  try {
    const { openapi } = await convertObj(document, { ...workerData.settings })
    return { document: JSON.parse(JSON.stringify(openapi)) }
  } catch (error) {
    return { reason: String(error?.message ?? error) }
  }
}
Promise.all(workerData.documents.map(convert)).then((all) => parentPort.postMessage(all))
`

const convertAll = (documents: readonly JsonObject[]): Promise<readonly Conversion[]> =>
  new Promise((done, fail) => {
    const path = createRequire(import.meta.url).resolve(library)
    const worker = new Worker(program, {
      eval: true,
      stdout: true,
      stderr: true,
      execArgv: [],
      workerData: { library: path, settings, documents },
    })
    worker.once('message', done)
    worker.once('error', fail)
  })

const sections = ['paths', 'definitions', 'parameters', 'responses', 'securityDefinitions'] as const

interface Entry {
  readonly section: string
  readonly name: string
}

const entriesOf = (document: JsonObject): readonly Entry[] =>
  sections.flatMap((section) =>
    Object.keys(objectOrEmpty(own(document, section))).map((name) => ({ section, name })),
  )

const withOnly = (document: JsonObject, { section, name }: Entry): JsonObject => {
  const bare = Object.fromEntries(sections.map((each) => [each, {}]))
  return {
    ...document,
    ...bare,
    [section]: { [name]: objectOrEmpty(own(document, section))[name] },
  }
}

const without = (document: JsonObject, entries: readonly Entry[]): JsonObject => {
  const kept = structuredClone(document) as Record<string, Record<string, unknown>>
  for (const { section, name } of entries) delete kept[section]?.[name]
  return kept
}

const unconvertible = (source: SourceDocument, at: string, reason: string): SetupError =>
  new SetupError(
    'contract-invalid',
    `This cannot be converted from Swagger 2.0 to OpenAPI 3.0: ${reason}`,
    source.place(at),
    'Correct it as Swagger 2.0 says, or write the document as OpenAPI 3.',
  )

/** Converts what can be converted; a part that cannot, alone, is left out and told. */
const convertParts = async (
  prepared: JsonObject,
  source: SourceDocument,
): Promise<{ readonly document: JsonObject; readonly faults: readonly SetupError[] }> => {
  const [whole] = await convertAll([prepared])
  if (whole && 'document' in whole) return { document: whole.document, faults: [] }
  const entries = entriesOf(prepared)
  const alone = await convertAll(entries.map((entry) => withOnly(prepared, entry)))
  const broken = entries.filter((_, index) => 'reason' in (alone[index] as Conversion))
  const faults = alone.flatMap((one, index) => {
    const { section, name } = entries[index] as Entry
    return 'reason' in one ? [unconvertible(source, pointer(section, name), one.reason)] : []
  })
  const [rest] = await convertAll([without(prepared, broken)])
  if (rest && 'document' in rest) return { document: rest.document, faults }
  throw unconvertible(source, '', rest?.reason ?? '')
}

/**
 * A Swagger 2.0 document as OpenAPI 3.0; its places are those of the Swagger text.
 * @throws SetupError `contract-invalid` when nothing of it can be converted.
 */
export const loadSwagger = async (source: SourceDocument): Promise<SourceDocument> => {
  const hoisted = hoistFiles(source.document)
  const prepared = prepareSwagger(hoisted.document)
  const { document, faults } = await convertParts(prepared, source)
  const toSwagger = createSwaggerPointers(hoisted.document)
  return {
    ...source,
    document: completeConversion(document, prepared),
    place: (at) => source.place(hoisted.origin(toSwagger(at))),
    faults: [...source.faults, ...faults],
  }
}

/** The document as OpenAPI 3: converted when it is Swagger 2.0, else as it is. */
export const asOpenApi = async (source: SourceDocument): Promise<SourceDocument> =>
  isSwagger(source.document) ? loadSwagger(source) : source
