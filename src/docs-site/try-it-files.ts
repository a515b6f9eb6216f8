import { writeYaml } from '../contract/write-yaml.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { maxYaml } from './bundle-files.js'
import type { DocsContract, DocsPlace } from './docs-contract.js'
import { enrichedContract } from './enriched-contract.js'
import type { PagePlace, SiteMap } from './site-map.js'

/** A file of the docs site that is made for who asks. */
export interface TryItFile {
  readonly type: string
  readonly text: string
}

type MakeFile = (docs: DocsContract, place: DocsPlace, page: PagePlace) => Promise<TryItFile>

const json = (value: unknown): TryItFile => ({
  type: 'application/json',
  text: stringifyExact(value) ?? 'null',
})

/** JSON is YAML as well: what large documents, and integers that only text can hold, are written as. */
const yaml = (value: unknown): TryItFile => {
  const { text } = json(value)
  const isPlain = text.length <= maxYaml && text === JSON.stringify(JSON.parse(text))
  return { type: 'application/yaml', text: isPlain ? writeYaml(JSON.parse(text)) : text }
}

/** What the script of a page asks for: the document, whose sandbox it names, and who may log in there. */
const tryIt: MakeFile = async (docs, place, page) => {
  const visitors = await docs.visitors()
  const { name } = place.visitor
  const people = visitors.login ? await visitors.people(place.visitor) : []
  const document = await enrichedContract(docs, place, page)
  return json({ sandbox: name, people, login: visitors.login, document })
}

const files: ReadonlyMap<string, MakeFile> = new Map([
  ['/openapi.json', async (...asked) => json(await enrichedContract(...asked))],
  ['/openapi.yaml', async (...asked) => yaml(await enrichedContract(...asked))],
  ['/try-it.json', tryIt],
])

/**
 * The file at a path below the pages of a contract. `page` says the path of a page: then it holds what that page
 * shows, and nothing where there is no such page. Undefined: there is no such file.
 */
export const tryItFile = async (
  docs: DocsContract,
  { find }: Pick<SiteMap, 'find'>,
  place: DocsPlace,
  path: string,
  page: unknown,
): Promise<TryItFile | undefined> => {
  const make = files.get(path)
  const shown = make && find(typeof page === 'string' ? page.replace(/\/$/, '') : '')
  return shown && make(docs, place, shown)
}
