import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { SetupError, type SourcePlace } from '../errors.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { escapeToken, tokens, valueAt } from '../lib/json-pointer.js'
import type { Permission } from './load-permission.js'
import { readReason, readUrlText } from './load-text.js'
import { referencesOf, type WrittenReference } from './references-of.js'
import { localPointer } from './resolver.js'
import { parseText, type ParsedText, type SourceDocument } from './source-document.js'

/** A file of the set, and where it stands in the one document that is made of all. */
interface Part {
  readonly url: URL | undefined
  /** JSON pointer of its root: empty for the document that was named. */
  readonly base: string
  readonly value: unknown
  readonly place: (pointer: string) => SourcePlace
}

type Draft = Record<string, unknown>

/** The member of the document below which its further files stand. */
const filesKey = 'x-files'

const withoutFragment = (url: URL): string => url.href.split('#')[0] as string

/** More files than this are no contract. */
const maxParts = 10_000

/** Follows the references of a document into other files and makes one document of all. */
class ReferenceLoader {
  readonly faults: SetupError[] = []
  readonly files: string[] = []
  readonly unresolved = new Map<string, SetupError>()
  readonly #parts = new Map<string, Part | SetupError>()
  readonly #keys = new Set<string>()
  readonly #tree: Draft = {}
  readonly #byKey = new Map<string, Part>()

  constructor(
    private readonly source: SourceDocument,
    private readonly root: Part,
    private readonly permission: Permission,
  ) {
    if (root.url) this.#parts.set(withoutFragment(root.url), root)
  }

  async load(): Promise<SourceDocument> {
    await this.#link(this.root)
    if (this.#byKey.size === 0 && this.unresolved.size === 0)
      return { ...this.source, files: [...this.source.files, ...this.files] }
    const document = this.source.document as Draft
    if (this.#byKey.size > 0) document[filesKey] = this.#tree
    return {
      ...this.source,
      document,
      files: [...this.source.files, ...this.files],
      faults: [...this.source.faults, ...this.faults],
      unresolved: this.unresolved,
      place: (pointer) => this.#place(pointer),
    }
  }

  #place(pointer: string): SourcePlace {
    const [first, key = ''] = tokens(pointer)
    const part = first === filesKey ? this.#byKey.get(key) : undefined
    return part ? part.place(pointer.slice(part.base.length)) : this.root.place(pointer)
  }

  async #link(part: Part): Promise<void> {
    const all = referencesOf(part.value)
    const references = part.base === '' ? all.filter(({ text }) => !text.startsWith('#')) : all
    // An $id anywhere may be what a reference means; only schemas of OpenAPI 3.1 have them.
    const isModern = /^3\.[1-9]/.test(String(own(this.source.document, 'openapi')))
    const ids = isModern && references.length > 0 ? idsOf(part.value) : new Set<string>()
    for (const reference of references) await this.#follow(reference, part, ids)
  }

  async #follow(reference: WrittenReference, part: Part, ids: ReadonlySet<string>): Promise<void> {
    const { text, kind } = reference
    if (kind === 'mapping' && !/[/#]|\.(ya?ml|json)$/i.test(text)) return
    if (text.startsWith('#')) return this.#rebase(reference, part)
    if (isKnownId(reference, ids)) return
    const url = this.#urlOf(text, part)
    const target = url
      ? await this.#partOf(url, text, reference, part)
      : noUrl(text, this.#at(reference, part))
    if (target instanceof SetupError) this.#refuse(reference, target)
    else if (kind === 'example') this.#embed(reference, target)
    else this.#aim(reference, part, target, localPointer(url?.hash || '#') ?? '')
  }

  #urlOf(text: string, { url }: Part): URL | undefined {
    if (URL.canParse(text)) return new URL(text)
    return url && URL.canParse(text, url.href) ? new URL(text, url) : undefined
  }

  #at({ pointer }: WrittenReference, part: Part): SourcePlace {
    return part.place(pointer())
  }

  #refuse({ text, kind }: WrittenReference, fault: SetupError): void {
    // A link to another API's operation, and where an example may be fetched, are for people to read.
    if (kind === 'operation' || kind === 'example') return
    if (!this.unresolved.has(text)) {
      this.unresolved.set(text, fault)
      this.faults.push(fault)
    }
  }

  /** A reference inside of one file, which no longer stands at the root. */
  #rebase(reference: WrittenReference, part: Part): void {
    if (reference.ids.length > 0) return
    const fragment = localPointer(reference.text) as string
    // Parts of a document that was split often mean the document's components.
    const isOwn =
      fragment === '' || !fragment.startsWith('/') || valueAt(part.value, fragment) !== undefined
    this.#aim(reference, part, isOwn ? part : this.root, fragment)
  }

  #aim(reference: WrittenReference, part: Part, target: Part, fragment: string): void {
    const { holder, key, text } = reference
    const at =
      fragment === '' || fragment.startsWith('/') ? fragment : anchorAt(target.value, fragment)
    if (at === undefined || valueAt(target.value, at) === undefined) {
      const reason = `The reference ${text} leads nowhere: ${target.place('').file ?? 'the document'} has no ${fragment}`
      this.#refuse(
        reference,
        new SetupError('contract-reference', reason, this.#at(reference, part)),
      )
    } else holder[key] = `#${encodeFragment(target.base + at)}`
  }

  #embed({ holder, key }: WrittenReference, target: Part): void {
    delete holder[key]
    holder['value'] ??= target.value
  }

  async #partOf(
    url: URL,
    text: string,
    reference: WrittenReference,
    part: Part,
  ): Promise<Part | SetupError> {
    const name = withoutFragment(url)
    const known = this.#parts.get(name)
    if (known) return known
    const at = this.#at(reference, part)
    const refusal = this.permission.refusal(url, text)
    if (refusal !== undefined) return refused(text, refusal, at)
    const read = await this.#read(new URL(name), at)
    this.#parts.set(name, read)
    if (!(read instanceof SetupError)) await this.#link(read)
    return read
  }

  async #read(url: URL, at: SourcePlace): Promise<Part | SetupError> {
    const isFile = url.protocol === 'file:'
    const file = isFile ? fileURLToPath(url) : url.href
    if (isFile) this.files.push(file)
    if (this.#parts.size > maxParts)
      return refused(file, `there are more than ${maxParts} files`, at)
    try {
      if (isFile) await stat(url)
      const refusal = isFile ? await this.permission.fileRefusal(url) : undefined
      if (refusal !== undefined) return refused(file, refusal, at)
      const { text } = await readUrlText(url, this.permission.reach)
      return this.#add(url, await parsed(text, file))
    } catch (error) {
      if (error instanceof SetupError) this.faults.push(error)
      const reason = `The reference cannot be followed: ${file}: ${readReason(error)}`
      return new SetupError('contract-reference', reason, at)
    }
  }

  #add(url: URL, { value, place, faults }: ParsedText): Part {
    const stem =
      decodeURIComponent(url.pathname)
        .replace(/^.*\//, '')
        .replace(/\.[^.]*$/, '') || 'file'
    let key = stem
    for (let number = 2; this.#keys.has(key); number++) key = `${stem}-${number}`
    this.#keys.add(key)
    const part = { url, base: `/${filesKey}/${escapeToken(key)}`, value, place }
    this.#byKey.set(key, part)
    this.#tree[key] = value
    this.faults.push(...faults)
    return part
  }
}

/** Examples may be texts; what looks like data is data. */
const parsed = async (text: string, file: string): Promise<ParsedText> =>
  /\.(ya?ml|json)$|\/[^.]*$/i.test(file)
    ? parseText(text, file)
    : { value: text, faults: [], place: () => ({ file }) }

const refused = (text: string, reason: string, at: SourcePlace): SetupError =>
  new SetupError(
    'contract-reference',
    `The reference ${text} is not followed: ${reason}`,
    at,
    'Move what it names below the folder of the document, or allow it with --allow-refs FOLDER or --allow-refs ORIGIN.',
  )

const noUrl = (text: string, at: SourcePlace): SetupError =>
  new SetupError(
    'contract-reference',
    `The reference ${text} is relative, and the document has no place`,
    at,
    'Serve the document as a file or from a URL, or bundle it into one.',
  )

const encodeFragment = (pointer: string): string =>
  pointer.replace(/[%"<>\\^`{|}\s]/g, (character) => encodeURIComponent(character))

const anchorAt = (root: unknown, name: string): string | undefined => {
  const waiting: [unknown, string][] = [[root, '']]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, pointer] = next
    if (isObject(value) && (value['$anchor'] === name || value['$dynamicAnchor'] === name))
      return pointer
    if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value))
        waiting.push([child, `${pointer}/${escapeToken(key)}`])
  }
  return undefined
}

const noBase = 'document://contract/'

const uriBelow = (ids: WrittenReference['ids']): string =>
  ids.reduce((base, { id }) => (URL.canParse(id, base) ? new URL(id, base).href : base), noBase)

/** The `$id`s of a document, absolute. */
const idsOf = (root: unknown): ReadonlySet<string> => {
  const found = new Set<string>()
  const waiting: [unknown, string][] = [[root, noBase]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, base] = next
    if (typeof value !== 'object' || value === null) continue
    const id = isObject(value) ? own(value, '$id') : undefined
    const here = typeof id === 'string' && URL.canParse(id, base) ? new URL(id, base).href : base
    if (here !== base) found.add(here.split('#')[0] as string)
    for (const child of Object.values(value)) waiting.push([child, here])
  }
  return found
}

const isKnownId = ({ text, ids: around }: WrittenReference, ids: ReadonlySet<string>): boolean => {
  const base = uriBelow(around)
  return URL.canParse(text, base) && ids.has(new URL(text, base).href.split('#')[0] as string)
}

/** The document with every file that its references lead to, as far as they are allowed. */
export const loadReferences = (
  source: SourceDocument,
  url: URL | undefined,
  permission: Permission,
): Promise<SourceDocument> => {
  const document: JsonObject = source.document
  const root: Part = { url, base: '', value: document, place: source.place }
  return new ReferenceLoader(source, root, permission).load()
}
