import { SetupError, type SourcePlace } from '../errors.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'

/** One change of a document (Overlay 1.0.0 §4.4.3), of one kind. */
export interface OverlayAction {
  /** A JSONPath query (RFC 9535). */
  readonly target: string
  /** JSON pointer of the action in the overlay. */
  readonly pointer: string
  readonly change:
    | { readonly kind: 'update'; readonly value: unknown }
    /** A JSONPath query of what is copied to the target (Overlay 1.1.0). */
    | { readonly kind: 'copy'; readonly from: string }
    | { readonly kind: 'remove' }
    | { readonly kind: 'none' }
}

/** An Overlay document (Overlay 1.0.0 §4.4.1). */
export interface Overlay {
  /** As it was named. */
  readonly name: string
  /** The absolute URL of the document that it was written for, where it says so. */
  readonly extends: string | undefined
  /** True from version 1.1 on: scalars may be targets. */
  readonly isModern: boolean
  readonly actions: readonly OverlayAction[]
  readonly place: (pointer: string) => SourcePlace
}

/** What an overlay is read from. */
export interface OverlaySource {
  readonly name: string
  readonly value: unknown
  readonly url: URL
  readonly place: (pointer: string) => SourcePlace
}

type Place = OverlaySource['place']

const wrong = (reason: string, place: SourcePlace, fix?: string): SetupError =>
  new SetupError('overlay-invalid', reason, place, fix)

const members = ['overlay', 'info', 'extends', 'actions']
const actionMembers = ['target', 'description', 'update', 'remove', 'copy']

const requireMembers = (
  value: JsonObject,
  known: readonly string[],
  at: string,
  place: Place,
): void => {
  const odd = Object.keys(value).find((name) => !known.includes(name) && !name.startsWith('x-'))
  if (odd === undefined) return
  const names = known.join(', ')
  throw wrong(`${odd} is no member of an overlay there: ${names}`, place(at + pointerOf(odd)))
}

const changeOf = (action: JsonObject, at: string, place: Place): OverlayAction['change'] => {
  const [remove, copy] = [own(action, 'remove'), own(action, 'copy')]
  if (remove !== undefined && typeof remove !== 'boolean')
    throw wrong('remove is neither true nor false', place(`${at}/remove`))
  if (copy !== undefined && typeof copy !== 'string')
    throw wrong('copy is no JSONPath query', place(`${at}/copy`))
  if (remove === true) return { kind: 'remove' }
  if (copy !== undefined) return { kind: 'copy', from: copy }
  return Object.hasOwn(action, 'update')
    ? { kind: 'update', value: action['update'] }
    : { kind: 'none' }
}

const actionOf = (action: unknown, at: string, place: Place): OverlayAction => {
  if (!isObject(action))
    throw wrong('An action is an object: { target, update } or { target, remove: true }', place(at))
  requireMembers(action, actionMembers, at, place)
  const target = own(action, 'target')
  if (typeof target !== 'string')
    throw wrong(
      target === undefined ? 'The action has no target' : 'The target is no JSONPath query',
      place(target === undefined ? at : `${at}/target`),
      "Write a JSONPath query (RFC 9535), such as $.paths['/users'].get.",
    )
  return { target, pointer: at, change: changeOf(action, at, place) }
}

const actionsOf = (overlay: JsonObject, place: Place): readonly OverlayAction[] => {
  const written = own(overlay, 'actions')
  if (!Array.isArray(written) || written.length === 0)
    throw wrong('actions is no list of actions', place('/actions'), 'Write at least one action.')
  return written.map((action, index) => actionOf(action, `/actions/${index}`, place))
}

const extendsOf = (overlay: JsonObject, { url, place }: OverlaySource): string | undefined => {
  const written = own(overlay, 'extends')
  if (written === undefined) return undefined
  if (typeof written !== 'string' || !URL.canParse(written, url.href))
    throw wrong('extends is no URL', place('/extends'), 'Name a document, or leave extends out.')
  return new URL(written, url).href
}

/**
 * Reads an Overlay document, of version 1.0 or 1.1.
 * @throws SetupError `overlay-invalid` with the place.
 */
export const readOverlay = (source: OverlaySource): Overlay => {
  const { value, place, name } = source
  if (!isObject(value)) throw wrong('An overlay is an object', place(''))
  const version = own(value, 'overlay')
  const [, minor] = /^1\.([01])\.\d+$/.exec(String(version)) ?? []
  if (minor === undefined)
    throw wrong(
      version === undefined
        ? 'It does not say overlay: 1.0.0'
        : `${String(version)} is not 1.0 or 1.1`,
      place(version === undefined ? '' : '/overlay'),
      'Write overlay: 1.0.0 if it is an Overlay document (https://spec.openapis.org/overlay).',
    )
  requireMembers(value, members, '', place)
  return {
    ...{ name, place, isModern: minor === '1' },
    extends: extendsOf(value, source),
    actions: actionsOf(value, place),
  }
}
