import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import { SetupError } from '../errors.js'
import { applyOverlays } from './apply-overlays.js'
import { decodeText, readFileText, readReason } from './load-text.js'
import { fetchUrl, isPrivateAddress } from './load-url.js'
import { readOverlay, type Overlay } from './overlay.js'
import { parseText, type SourceDocument } from './source-document.js'

const isUrl = (name: string): boolean => /^https?:\/\//i.test(name)

/** The URL of a document as it was named; undefined for one without a name. */
export const urlOfNamed = (name: string | undefined): URL | undefined => {
  if (name === undefined || name === '-') return undefined
  if (isUrl(name)) return URL.canParse(name) ? new URL(name) : undefined
  return pathToFileURL(resolve(name))
}

const textOf = async (name: string, url: URL): Promise<string> => {
  if (!isUrl(name)) return readFileText(name)
  const reach = {
    redirect: () => undefined,
    isPrivateAllowed: ({ hostname }: URL) =>
      hostname === url.hostname || isPrivateAddress(url.hostname),
  }
  return decodeText((await fetchUrl(url, reach)).bytes)
}

const load = async (name: string): Promise<Overlay> => {
  const invalid = (reason: string) => new SetupError('overlay-invalid', reason, { file: name })
  const url = urlOfNamed(name)
  if (!url) throw invalid('It is neither a file nor a URL')
  let text: string
  try {
    text = await textOf(name, url)
  } catch (error) {
    throw invalid(`It cannot be read: ${readReason(error)}`)
  }
  try {
    const { value, place } = await parseText(text, name)
    return readOverlay({ name, value, url, place })
  } catch (error) {
    if (!(error instanceof SetupError) || error.code !== 'contract-malformed') throw error
    throw new SetupError('overlay-invalid', error.message, error.place, error.fix)
  }
}

/** What a document is called, and what else is served beside it. */
export interface OverlayTarget {
  readonly name: string | undefined
  /** The names of all documents that the overlays may be meant for. */
  readonly among?: readonly string[] | undefined
}

const hrefOf = (name: string | undefined): string | undefined => urlOfNamed(name)?.href

/** True for an overlay that is not meant for another of the documents. */
const concerns = (overlay: Overlay, { name, among = [] }: OverlayTarget): boolean =>
  overlay.extends === undefined ||
  overlay.extends === hrefOf(name) ||
  !among.some((other) => hrefOf(other) === overlay.extends)

/** It may be a copy of what the overlay was written for: it is applied, and told. */
const strangers = (
  overlays: readonly Overlay[],
  { name }: OverlayTarget,
): readonly SetupError[] => {
  const own = hrefOf(name)
  return overlays
    .filter(
      (overlay) => overlay.extends !== undefined && own !== undefined && overlay.extends !== own,
    )
    .map(
      (overlay) =>
        new SetupError(
          'overlay-target',
          `The overlay was written for ${overlay.extends ?? ''}, and is applied to ${name ?? ''}`,
          overlay.place('/extends'),
          'Correct extends, or leave it out.',
        ),
    )
}

/**
 * A document as overlays (Overlay Specification 1.0 and 1.1) change it: files or URLs, in this order.
 * One that extends another document of `among` is left to that one.
 * @throws SetupError `overlay-invalid` with file, line and column.
 */
export const loadOverlays = async (
  source: SourceDocument,
  names: readonly string[],
  target: OverlayTarget,
): Promise<SourceDocument> => {
  const overlays: Overlay[] = []
  for (const name of names) overlays.push(await load(name))
  const own = overlays.filter((overlay) => concerns(overlay, target))
  const files = names.filter((name) => !isUrl(name)).map((name) => resolve(name))
  const changed = applyOverlays(source, own)
  return {
    ...changed,
    files: [...changed.files, ...files],
    faults: [...changed.faults, ...strangers(own, target)],
  }
}
