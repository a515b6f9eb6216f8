import type { Role } from '../resources/resource-model.js'
import { timeFor } from '../resources/records/record-value.js'
import { isIdentityList } from '../resources/records/record-selector.js'
import { isTagged } from '../resources/records/preconditions.js'
import {
  itemsPlace,
  isValidAt,
  keywordOf,
  membersOf,
  placeAtPath,
  placeOf,
} from '../generate/schema-place.js'
import { thingOf } from '../resources/records/resource-words.js'
import { documents, keepsParents } from '../resources/records/status-for.js'
import { codeOf, Expression, memberOf, quoted } from './code-of.js'
import { asKey, scopeMembers, targetParts } from './target-parts.js'
import { ejectList, whereOf } from './eject-list.js'
import { type BodyMember, replyLine, showing } from './reply-line.js'
import type { ResourceCode } from './handler-code.js'

type Ejector = (part: ResourceCode) => Promise<void>

const open = ({ code, inference, all }: ResourceCode): void =>
  code.add(`const ${all} = ${code.use('resources')}.of(${quoted(inference.resource.name)})`)

const get = (part: ResourceCode, name = part.one): void => {
  open(part)
  part.code.add(`const ${name} = await ${part.all}.get(${targetParts(part).join(', ')})`)
}

/** What the request says of a record. */
const said = ({ code, inference }: ResourceCode): string => code.bodyAt(inference.request?.at ?? [])

const read: Ejector = async (part) => {
  const { code, inference, all, one } = part
  get(part)
  if (isTagged(inference) && documents(inference.operation, 304))
    code.add(
      `if (${all}.isUnchanged(${one}))`,
      `  return ${code.use('reply')}(304, undefined, { headers: { ETag: ${all}.etag(${one}) } })`,
    )
  const { fields } = inference.list ?? {}
  code.add(
    await replyLine(
      part,
      showing(part, one, fields === undefined ? {} : { fields: code.query(fields) }),
    ),
  )
}

const placeOfNew = (part: ResourceCode, id?: readonly string[]): string => {
  const members = { ...scopeMembers(part), ...(id && { id: asKey(id) }) }
  const entries = Object.entries(members).map(
    ([name, text]) => [name, new Expression(text)] as const,
  )
  return entries.length === 0 ? '' : `, ${codeOf(Object.fromEntries(entries))}`
}

/** Where a new record is told to be, in the form that its header is documented in. */
const location = ({
  code,
  inference,
  state,
  all,
  one,
}: ResourceCode): Readonly<Record<string, string>> => {
  const { response } = inference
  const documented = response?.response.headers.find(
    ({ name }) => name.toLowerCase() === 'location',
  )
  if (state.resource.itemPath === undefined || (!documented && response?.status !== 201)) return {}
  const path = `${all}.path(${one})`
  const isAbsolute = documented?.schema && !documented.schema.isValid('/a/1')
  return {
    Location: isAbsolute ? `\`\${${code.use('origin')}}\${${path}}\`` : path,
  }
}

const create: Ejector = async (part) => {
  const { code, all, one } = part
  open(part)
  code.add(`const ${one} = await ${all}.insert(${said(part)}${placeOfNew(part)})`)
  code.add(await replyLine(part, showing(part, one, { headers: location(part) })))
}

const change =
  (way: 'replace' | 'merge'): Ejector =>
  async (part) => {
    const { code, all, one } = part
    get(part, 'before')
    code.add(`${all}.requireMatch(before)`)
    code.add(`const ${one} = await ${all}.${way}(before, ${said(part)})`)
    code.add(await replyLine(part, showing(part, one)))
  }

const upsert: Ejector = async (part) => {
  const { code, inference, state, all, one } = part
  const parts = targetParts(part)
  const [scope, id] = [parts.slice(0, state.scopeDepth), parts.slice(state.scopeDepth)]
  open(part)
  code.add(`const before = await ${all}.find(${parts.join(', ')})`, `${all}.requireMatch(before)`)
  const status = (wanted: number) =>
    documents(inference.operation, wanted) ? { status: wanted } : {}
  const replaced = await replyLine(part, showing(part, one, status(200)))
  code.add(
    'if (before) {',
    `  const ${one} = await ${all}.replace(before, ${said(part)})`,
    `  ${replaced.replaceAll('\n', '\n  ')}`,
    '}',
  )
  const below = scope.length > 0 ? `below: ${asKey(scope)}, ` : ''
  code.add(
    `const ${one} = await ${all}.insert(${said(part)}, { ${below}id: ${asKey(id)} })`,
    await replyLine(part, showing(part, one, { ...status(201), headers: location(part) })),
  )
}

/** Members that the schema of an answer has a place for, each with code of the type that it takes. */
const fitting = (
  { inference }: ResourceCode,
  members: readonly (readonly [name: string, like: unknown, text: string])[],
): readonly BodyMember[] => {
  const whole = placeOf(inference.response?.content?.schema)
  return members.flatMap(([name, like, text]): BodyMember[] => {
    const place = placeAtPath(whole, [name])
    if (!place) return []
    const types = [keywordOf(place, 'type')].flat()
    const isNamed =
      types.includes(typeof like) || (types.includes('integer') && typeof like === 'number')
    return isNamed || isValidAt(place, like) ? [[[name], text]] : []
  })
}

const remove: Ejector = async (part) => {
  const { code, inference, state, all, one } = part
  get(part)
  code.add(`${all}.requireMatch(${one})`)
  const below = state.children().map(({ resource }) => thingOf(resource.name).toLowerCase())
  if (keepsParents(inference.operation, below))
    code.add(
      `if (await ${all}.hasChildren(${one}))`,
      `  throw ${code.use('refuse')}('conflict', 'There are things below it.', 'Delete them first.')`,
    )
  code.add(`await ${all}.remove(${one})`)
  const { at } = inference.response ?? {}
  const id = targetParts(part).at(-1)
  const more = fitting(part, [
    ['deleted', true, 'true'],
    ['success', true, 'true'],
    ...(id === undefined
      ? []
      : ([
          ['id', '1', `String(${id})`],
          ['id', 1, `Number(${id})`],
        ] as const)),
  ])
  const shown = at && { at, text: one, isList: false }
  code.add(await replyLine(part, shown ? { shown } : { more }))
}

const bulkCreate: Ejector = async (part) => {
  const { code, inference, all, one } = part
  open(part)
  code.add(
    'const made = []',
    `for (const one of [${said(part)}].flat())`,
    `  made.push(await ${all}.insert(one${placeOfNew(part)}))`.replaceAll(` ${one} `, ' one '),
  )
  const at = inference.envelope?.items ?? inference.response?.at
  code.add(await replyLine(part, at ? { shown: { at, text: 'made', isList: true } } : {}))
}

/** The lists in which a request says which records it means. */
const idsIn = ({ code, inference, state }: ResourceCode): readonly string[] => {
  const { operation } = inference
  const own = state.resource.identity?.parameters ?? []
  const inQuery = operation.parameters
    .filter((one) => one.in === 'query' && (isIdentityList(one.name) || own.includes(one.name)))
    .map(({ name }) => `...String(${code.query(name)} ?? '').split(',')`)
  const [content] = operation.body?.contents ?? []
  const place = placeOf(content?.schema)
  if (!place) return inQuery
  const last = state.resource.identity?.properties.at(-1)?.at(-1) ?? 'id'
  const idOf = (text: string, items: ReturnType<typeof itemsPlace>) =>
    items && membersOf(items).properties.has(last)
      ? `...(${text} ?? []).map((one) => ${memberOf('one', last)})`
      : `...(${text} ?? [])`
  if (itemsPlace(place)) return [...inQuery, idOf(code.bodyAt([]), itemsPlace(place))]
  const lists = [...membersOf(place).properties.keys()].flatMap((name) => {
    const items = itemsPlace(placeAtPath(place, [name]) ?? place)
    return items ? [idOf(code.bodyAt([name]), items)] : []
  })
  return [...inQuery, ...lists]
}

const bulkDelete: Ejector = async (part) => {
  const { code, inference, all, one } = part
  open(part)
  const ids = idsIn(part)
  const where = whereOf(part)
  const scope = Object.entries(scopeMembers(part)).map(([name, text]) => [
    name,
    new Expression(text),
  ])
  const query = codeOf({ ...Object.fromEntries(scope), where })
  const filters = inference.list?.filters ?? []
  code.add(`const page = await ${all}.list(${query === '{}' ? '' : query})`)
  const isOpen = ids.length > 0 && filters.length > 0
  if (ids.length > 0)
    code.add(`const ids = new Set([${ids.join(', ')}].filter((one) => one !== '').map(String))`)
  if (isOpen) {
    const used = filters.map(({ parameter }) => code.query(parameter)).join(', ')
    code.add(`const isFiltered = [${used}].some((one) => one !== undefined && one !== '')`)
  }
  const test = `ids.has(${all}.key(${one}).at(-1) ?? '')`
  const chosen = isOpen ? `(ids.size === 0 && isFiltered) || ${test}` : test
  code.add(
    ids.length > 0 || inference.operation.body
      ? `const gone = page.items.filter((${one}) => ${ids.length > 0 ? chosen : 'false'})`
      : 'const gone = page.items',
    `for (const ${one} of gone) await ${all}.remove(${one})`,
  )
  const at = inference.envelope?.items ?? inference.response?.at
  const count = ['count', 'deleted', 'deletedCount', 'deleted_count'].map(
    (name) => [name, 1, 'gone.length'] as const,
  )
  const more = fitting(part, [...count, ['success', true, 'true']])
  code.add(await replyLine(part, at ? { shown: { at, text: 'gone', isList: true } } : { more }))
}

/** The time of the sandbox, written as a property has it. */
const timeText = (
  { code, state }: ResourceCode,
  property: readonly string[],
): string | undefined => {
  const place = placeAtPath(state.place, property)
  const like = place && timeFor(place, 1_700_000_000_123, undefined)
  const now = `${code.use('sandbox')}.clock.now()`
  const texts: Readonly<Record<string, string>> = {
    '"2023-11-14T22:13:20.123Z"': `new Date(${now}).toISOString()`,
    '"2023-11-14T22:13:20Z"': `new Date(${now}).toISOString().replace(/\\.\\d+Z/, 'Z')`,
    '"2023-11-14"': `new Date(${now}).toISOString().slice(0, 10)`,
    '1700000000': `Math.floor(${now} / 1000)`,
    '"1700000000"': `String(Math.floor(${now} / 1000))`,
  }
  return like === undefined ? undefined : texts[JSON.stringify(like)]
}

const action: Ejector = async (part) => {
  const { code, inference, all, one } = part
  const { action: set } = inference
  if (!set) {
    get(part)
    code.add(`${all}.requireMatch(${one})`, await replyLine(part, showing(part, one)))
    return
  }
  get(part, 'before')
  code.add(`${all}.requireMatch(before)`)
  const time = set.isTime ? timeText(part, set.property) : undefined
  const value = new Expression(time ?? codeOf(set.value))
  const [first = '', ...rest] = set.property
  const members = rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)
  const text =
    rest.length === 0
      ? codeOf({ [first]: value })
      : codeOf({ [first]: nested(code.isTyped, ['before', first], members) })
  code.add(`const ${one} = await ${all}.update(before, ${text})`)
  code.add(await replyLine(part, showing(part, one)))
}

/** A member of a member: what stands beside it stays. */
const nested = (
  isTyped: boolean,
  [object = '', name = '']: readonly string[],
  members: unknown,
) => {
  const inside = isTyped
    ? `(${memberOf(object, name)} as object | undefined)`
    : memberOf(object, name)
  return new Expression(`{ ...${inside}, ${codeOf(members).replace(/^\{ | \}$/g, '')} }`)
}

const exists: Ejector = async (part) => {
  get(part)
  part.code.add(await replyLine(part, showing(part, part.one)))
}

/** Writes what each role does. */
export const ejectRole: Readonly<Record<Role, Ejector>> = {
  ...{ list: ejectList, create, read, upsert, exists, action },
  replace: change('replace'),
  merge: change('merge'),
  delete: remove,
  'bulk-create': bulkCreate,
  'bulk-delete': bulkDelete,
}
