import type { Contract } from '../contract/contract.js'
import type { DocsContract } from '../docs-site/docs-contract.js'
import type { DocsPages } from '../docs-site/docs-pages.js'
import type { Reply } from '../exchange.js'
import { once } from '../lib/once.js'
import { originOf } from './issuer-of.js'
import { packageFile } from './package-files.js'
import type { ServedContract } from './serve-contract.js'
import type { Visit } from './visit.js'

/** The docs pages and bundles of the contracts, beside their operations. */
export interface DocsSurface {
  /** The pages of each contract that is served. */
  readonly contracts: readonly DocsContract[]
  /** True for a path of the docs site that no operation has. */
  readonly has: (path: string) => boolean
  /** Undefined where there is no page, or the method asks for none. */
  readonly respond: (visit: Visit) => Promise<Reply | undefined>
}

/** Where the pages of a contract are: HeyDonto's where its documentation has them. */
const docsOf = ({ contract, mockBase, input }: ServedContract): DocsContract => ({
  contract,
  mockBase,
  base: input === undefined ? `/${contract.slug}` : `/_docs/${contract.slug}`,
  sandboxBase: '',
  file: input === undefined ? packageFile('spec/openapi.yaml') : undefined,
})

/** The same of the control API, which has no mock. */
const controlDocs = (control: Contract): DocsContract => ({
  contract: control,
  mockBase: undefined,
  base: '/_docs/_sandbox',
  sandboxBase: '/_sandbox/v1',
  file: packageFile('spec/control.yaml'),
})

/** True when a contract itself speaks of a path: not by a template that takes whatever comes first. */
const isDocumentedBy =
  (path: string) =>
  ({ routes, serverPaths }: Contract): boolean =>
    ['', ...serverPaths].some((prefix) => {
      if (!path.startsWith(`${prefix}/`)) return false
      try {
        const found = routes.match(path.slice(prefix.length))
        return found !== undefined && !found.entry.template.split('/')[1]?.startsWith('{')
      } catch {
        // What is no percent-encoded UTF-8 is refused by whoever answers.
        return false
      }
    })

const isBelow = (base: string, path: string): boolean =>
  path.startsWith(base) && (path.length === base.length || '/.'.includes(path.charAt(base.length)))

const ask = (visit: Visit, pages: DocsPages): Promise<Reply | undefined> => {
  const { exchange, selection } = visit
  const place = {
    origin: originOf(visit) + exchange.mount,
    sandbox: selection.named ? selection.sandbox : undefined,
  }
  return pages(exchange, selection.path + (exchange.query && `?${exchange.query}`), place)
}

/** Makes the docs site of what is served; it is loaded when the first page is asked for. */
export const createDocsSurface = (
  served: readonly ServedContract[],
  control: Contract,
): DocsSurface => {
  const contracts = [...served.map(docsOf), controlDocs(control)]
  const bases = ['/_docs', '/_bundle', ...contracts.map(({ base }) => base)]
  const pages = once(async () => {
    const { createDocsPages } = await import('../docs-site/docs-pages.js')
    return createDocsPages(contracts)
  })
  return {
    contracts,
    has: (path) =>
      bases.some((base) => isBelow(base, path)) &&
      !served.some(({ contract }) => isDocumentedBy(path)(contract)),
    respond: async (visit) => {
      const { method } = visit.exchange
      return method === 'GET' || method === 'HEAD' ? ask(visit, await pages()) : undefined
    },
  }
}
