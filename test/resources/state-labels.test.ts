import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { JsonObject } from '../../src/lib/json-object.js'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import type { Inference } from '../../src/resources/resource-model.js'

/** What a person read off the document: any of the roles, collection paths and properties is right. */
interface Label {
  readonly roles: readonly string[]
  readonly resources?: readonly string[]
  readonly identities?: readonly string[]
}

/** One labelled operation and what was inferred of it. */
interface Judged {
  readonly where: string
  readonly label: Label
  readonly role: string
  readonly isRight: boolean
  /** Deletes or overwrites what the document does not say it does. */
  readonly isHarmful: boolean
  readonly found: string
}

const folder = join(__dirname, '../fixtures/state-labels')
const read = (file: string): JsonObject =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject
const names = readdirSync(folder).flatMap((file) =>
  file.endsWith('.openapi.json') ? [file.replace('.openapi.json', '')] : [],
)

const shape = (path: string): string => path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '')

/** The collection that an item belongs to, by its paths. */
const collectionsOf = ({ resource }: Inference): readonly string[] => {
  const { collectionPath, itemPath, isSingleton, identity } = resource
  const count = isSingleton ? 0 : (identity?.parameters.length ?? 1)
  const above = itemPath
    ?.split('/')
    .slice(0, count === 0 ? undefined : -count)
    .join('/')
  return [collectionPath, above].flatMap((path) => (path === undefined ? [] : [shape(path)]))
}

const identitiesOf = ({ resource: { identity } }: Inference): readonly string[] =>
  [identity?.properties.at(-1), ...(identity?.alternatives ?? [])].flatMap((path) =>
    path ? [path.join('.')] : [],
  )

const harmful = new Set(['delete', 'bulk-delete', 'replace', 'merge', 'upsert'])

const meets = (wanted: readonly string[] | undefined, got: readonly string[]): boolean =>
  wanted === undefined || wanted.length === 0 || wanted.some((one) => got.includes(one))

const judge = (where: string, label: Label, inference: Inference | undefined): Judged => {
  const isUsed = inference !== undefined && inference.confidence >= 0.5
  const role = isUsed ? inference.role : 'none'
  const collections = inference ? collectionsOf(inference) : []
  const isPlace = meets(label.resources?.map(shape), collections)
  const isIdentity = meets(label.identities, inference ? identitiesOf(inference) : [])
  const isRole = label.roles.includes(role)
  const found = inference
    ? `${inference.role} ${inference.confidence} ${collections.join(' ')} ${identitiesOf(inference).join()} (${inference.reason})`
    : 'nothing'
  return {
    where,
    label,
    role,
    isRight: isRole && (role === 'none' || (isPlace && isIdentity)),
    isHarmful: harmful.has(role) && !(isRole && isPlace),
    found,
  }
}

const judgeDocument = (name: string): readonly Judged[] => {
  const contract = compileContract(sourceDocumentOf(read(`${name}.openapi.json`)), name)
  const { inferences } = inferResources(contract)
  const labels = read(`${name}.json`) as unknown as Record<string, Label>
  return Object.entries(labels).map(([where, label]) => {
    const [method = '', path = ''] = where.split(' ')
    const operation = contract.operations.find((one) => one.method === method && one.path === path)
    return judge(`${name}: ${where}`, label, inferences.get(operation?.id ?? ''))
  })
}

const judged = names.flatMap(judgeDocument)

/** Counts by what was labelled and what was inferred. */
const confusion = (rows: readonly Judged[]): string => {
  const counts = new Map<string, number>()
  for (const { label, role, isRight } of rows) {
    const key = `${label.roles.join('|')} → ${role}${isRight ? '' : '  ✗'}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
    .sort()
    .map(([key, count]) => `${String(count).padStart(4)}  ${key}`)
    .join('\n')
}

const wrongs = (rows: readonly Judged[]): string =>
  rows
    .filter(({ isRight, isHarmful }) => !isRight || isHarmful)
    .map(
      ({ where, label, found }) =>
        `${where}\n    wanted ${label.roles.join('|')} ${label.resources?.join('|') ?? ''} ${label.identities?.join('|') ?? ''}\n    found  ${found}`,
    )
    .join('\n')

const isNamed = ({ label }: Judged): boolean => !label.roles.includes('none')

test('16 documents are labelled, and every label is of an operation', () => {
  expect(names).toHaveLength(16)
  expect(judged.length).toBeGreaterThan(450)
})

test('of collection and item operations at least 90 % get the right role and identity', () => {
  const rows = judged.filter(isNamed)
  const share = rows.filter(({ isRight }) => isRight).length / rows.length
  expect(`${share >= 0.9 ? '' : `${share}\n${confusion(rows)}\n${wrongs(rows)}`}`).toBe('')
  expect(rows.length).toBeGreaterThan(300)
})

test('nothing is deleted or overwritten that the document does not say', () => {
  const rows = judged.filter(({ isHarmful }) => isHarmful)
  expect(wrongs(rows)).toBe('')
})
