import { readFile } from 'node:fs/promises'
import type { Contract } from '../contract/contract.js'
import { parseYaml, YamlFault } from '../contract/parse-yaml.js'
import { writeYaml } from '../contract/write-yaml.js'
import { jsonEqual } from '../lib/json-equal.js'
import { once } from '../lib/once.js'
import { httpFile } from '../samples/http-file.js'
import { postmanCollection } from '../samples/postman-collection.js'
import { bundlePath } from './bundle-path.js'
import type { DocsContract } from './docs-contract.js'
import { keeping } from './keeping.js'
import { mockUrl, sandboxUrl, type UrlPlace } from './site-urls.js'

/** A file made of a contract. */
export interface BundleFile {
  /** Its name without folders. */
  readonly name: string
  /** Its media type. */
  readonly type: string
  /** True for what people open with a program of theirs, not in a browser. */
  readonly isDownload: boolean
  readonly content: (place: UrlPlace) => Promise<string>
}

/** Finds the file at a path: `/_bundle/SLUG.yaml`. */
export type FindBundle = (path: string) => BundleFile | undefined

/** Documents that people write are not nested as deeply. */
const maxDepth = 500

/** Writing more as YAML takes a third of a second and longer, in which nothing else is answered. */
export const maxYaml = 1_000_000

const sameDocument = (text: string, { document }: Contract): boolean => {
  try {
    return jsonEqual(parseYaml(text, maxDepth).value, document)
  } catch (error) {
    if (error instanceof YamlFault) return false
    throw error
  }
}

/**
 * The document as YAML: a text of the package as it is, comments and all, while no overlay changes it; any other
 * one is written anew. JSON is YAML as well, and is what large documents are written as.
 */
const yamlOf = async ({ contract, file }: DocsContract, json: string): Promise<string> => {
  const text = file === undefined ? undefined : await readFile(file, 'utf8')
  if (text !== undefined && sameDocument(text, contract)) return text
  // By way of JSON: a converted document has members that are not there.
  return json.length > maxYaml ? json : writeYaml(JSON.parse(json))
}

const textsOf = (docs: DocsContract) => {
  const json = once(() => `${JSON.stringify(docs.contract.document, null, 2)}\n`)
  const yaml = once(() => yamlOf(docs, json()))
  return { json: async () => json(), yaml }
}

/** A file that names a server: the mock, or where there is none the sandbox. Those asked for last are kept. */
const forBase = (
  docs: DocsContract,
  make: (docs: DocsContract, base: string) => Promise<string>,
): BundleFile['content'] => {
  const kept = keeping<string>()
  return (place) => {
    const base = `${mockUrl(docs, place) ?? sandboxUrl(docs, place)}/`
    return kept(base, () => make(docs, base))
  }
}

/** The files of one contract, by their endings. */
const filesOf = (docs: DocsContract) => {
  const { json, yaml } = textsOf(docs)
  return {
    yaml: { type: 'application/yaml', isDownload: false, content: yaml },
    json: { type: 'application/json', isDownload: false, content: json },
    'postman_collection.json': {
      type: 'application/json',
      isDownload: true,
      content: forBase(docs, async ({ contract }, base) => {
        const collection = await postmanCollection(contract, base)
        return `${JSON.stringify(collection, null, 2)}\n`
      }),
    },
    http: {
      type: 'text/plain; charset=utf-8',
      isDownload: true,
      content: forBase(docs, ({ contract }, base) => httpFile(contract, base)),
    },
  }
}

/** The bundles of some contracts: each is one document that needs no other. */
export const createBundles = (contracts: readonly DocsContract[]): FindBundle => {
  const files = new Map(
    contracts.flatMap((docs) => {
      return Object.entries(filesOf(docs)).map(([ending, file]) => {
        const path = bundlePath(docs, ending)
        return [path, { name: path.split('/').at(-1) ?? path, ...file }] as const
      })
    }),
  )
  return (path) => files.get(path.toLowerCase())
}
