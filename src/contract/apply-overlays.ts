import { SetupError } from '../errors.js'
import { isObject } from '../lib/json-object.js'
import { JsonPathFault, locationsOf, type ValueLocation } from './json-path.js'
import type { Overlay, OverlayAction } from './overlay.js'
import { OverlaidDocument } from './overlaid-document.js'
import type { SourceDocument } from './source-document.js'

/** An overlay and the document that it changes. */
interface Application {
  readonly overlay: Overlay
  readonly document: OverlaidDocument
  readonly faults: SetupError[]
}

const query = (
  { overlay, document }: Application,
  expression: string,
  at: string,
): readonly ValueLocation[] => {
  try {
    return locationsOf(document.root, expression)
  } catch (error) {
    if (!(error instanceof JsonPathFault)) throw error
    throw new SetupError(
      'overlay-invalid',
      `${expression} is no JSONPath query: ${error.message}`,
      overlay.place(at),
      "Write a JSONPath query (RFC 9535), such as $.paths['/users'].get; names with other characters than letters, digits and _ need ['…'].",
    )
  }
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

/** Sees to it that a value can be merged into what a target selects. */
const requireFit = (
  { overlay, document }: Application,
  { target, pointer }: OverlayAction,
  location: ValueLocation,
  value: unknown,
): void => {
  const selected = document.at(location)
  if (Array.isArray(selected)) return
  const wrong = (reason: string, fix: string) =>
    new SetupError('overlay-invalid', reason, overlay.place(pointer), fix)
  if (isScalar(selected)) {
    if (overlay.isModern && isScalar(value)) return
    throw wrong(
      `${target} selects ${JSON.stringify(selected)}, which nothing can be merged into`,
      'Select the object that contains it, and update its member.',
    )
  }
  if (!isObject(value))
    throw wrong(`${target} selects an object, and the update is none`, 'Write an object.')
}

const merge = (
  application: Application,
  action: OverlayAction,
  locations: readonly ValueLocation[],
  given: { readonly value: unknown; readonly origin: Parameters<OverlaidDocument['add']>[2] },
): void => {
  for (const location of locations) {
    requireFit(application, action, location, given.value)
    application.document.add(location, given.value, given.origin)
  }
}

/** What a copy takes: the one value that its query selects. */
const copied = (application: Application, { pointer }: OverlayAction, from: string) => {
  const { overlay, document } = application
  const [location, second] = query(application, from, `${pointer}/copy`)
  if (location && !second) return document.at(location)
  throw new SetupError(
    'overlay-invalid',
    `${from} selects ${location ? 'several values' : 'nothing'}: copy takes one`,
    overlay.place(`${pointer}/copy`),
    'Write a query that selects one value.',
  )
}

const removeAll = (
  { overlay, document }: Application,
  { target, pointer }: OverlayAction,
  locations: readonly ValueLocation[],
): void => {
  // From the end: indexes of arrays stay what they are until their item is gone.
  for (const location of locations.toReversed()) {
    if (location.length === 0)
      throw new SetupError(
        'overlay-invalid',
        `${target} is the whole document, which cannot be removed`,
        overlay.place(pointer),
        'Select what is in it.',
      )
    document.remove(location)
  }
}

const apply = (application: Application, action: OverlayAction): void => {
  const { overlay, faults } = application
  const { target, pointer, change } = action
  const locations = query(application, target, `${pointer}/target`)
  if (locations.length === 0) {
    const reason = `${target} selects nothing: the action changes nothing`
    faults.push(new SetupError('overlay-target', reason, overlay.place(`${pointer}/target`)))
  }
  const { place } = overlay
  if (change.kind === 'remove') removeAll(application, action, locations)
  if (change.kind === 'update') {
    const origin = { place, pointer: `${pointer}/update` }
    merge(application, action, locations, { value: change.value, origin })
  }
  if (change.kind === 'copy') {
    const value = structuredClone(copied(application, action, change.from))
    const origin = { place: () => place(`${pointer}/copy`), pointer: '' }
    merge(application, action, locations, { value, origin })
  }
}

/**
 * A document as overlays change it, each acting on what the one before has left. Diagnostics of what an
 * overlay says name its place in the overlay; an action that selects nothing is a fault.
 * @throws SetupError `overlay-invalid` for an action that cannot be applied.
 */
export const applyOverlays = (
  source: SourceDocument,
  overlays: readonly Overlay[],
): SourceDocument => {
  const document = new OverlaidDocument(source.document, source.place)
  const faults: SetupError[] = []
  for (const overlay of overlays)
    for (const action of overlay.actions) apply({ overlay, document, faults }, action)
  return {
    ...source,
    document: document.root,
    faults: [...source.faults, ...faults],
    place: (pointer) => document.place(pointer),
  }
}
