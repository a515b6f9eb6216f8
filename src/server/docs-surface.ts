import { isVisitorName, type VisitorNames } from '../auth/visitor-names.js'
import type { Contract } from '../contract/contract.js'
import type { DocsContract, LookIntoSandboxes, Visitor } from '../docs-site/docs-contract.js'
import type { DocsPages } from '../docs-site/docs-pages.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { once } from '../lib/once.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import type { InferredState } from './infer-state.js'
import { originOf } from './issuer-of.js'
import { mayUseCookies } from './origin.js'
import { isOwnContract } from './root-surface.js'
import { packageFile } from './package-files.js'
import type { ServedContract } from './serve-contract.js'
import type { ServerSettings } from './server-options.js'
import type { Visit } from './visit.js'

/** The docs pages and bundles of the contracts, beside their operations. */
export interface DocsSurface {
  /** The pages of each contract that is served. */
  readonly contracts: readonly DocsContract[]
  /** True for a path of the docs site that no operation has. */
  readonly has: (path: string) => boolean
  /** Undefined where there is no page. */
  readonly respond: (visit: Visit) => Promise<Reply | undefined>
}

/** What the docs site is made of. */
export interface DocsSurfaceParts {
  readonly settings: ServerSettings
  readonly served: readonly ServedContract[]
  /** The contract of the control API. */
  readonly control: Contract
  readonly registry: SandboxRegistry<AnyHandler>
  readonly visitors: VisitorNames
}

const allow = 'GET, HEAD, OPTIONS'

/** Where the pages of a contract are: HeyDonto's where its documentation has them. */
const docsOf = (
  { contract, mockBase, input }: ServedContract,
  visitors: LookIntoSandboxes,
): DocsContract => ({
  ...{ contract, mockBase, visitors },
  base: input === undefined ? `/${contract.slug}` : `/_docs/${contract.slug}`,
  sandboxBase: '',
  file: input === undefined ? packageFile('spec/openapi.yaml') : undefined,
})

/** The same of the control API, which has no mock. */
const controlDocs = (contract: Contract, visitors: LookIntoSandboxes): DocsContract => ({
  ...{ contract, mockBase: undefined, visitors },
  base: '/_docs/_sandbox',
  sandboxBase: '/_sandbox/v1',
  file: packageFile('spec/control.yaml'),
})

/**
 * Whose sandbox a page may look into: the one that the request names, where this server has given the name to
 * somebody, or, locally, where it is one that people choose; else one that is made for it.
 */
const visitorOf = (visit: Visit, { settings, visitors }: DocsSurfaceParts): Visitor => {
  const { named, sandbox: name } = visit.selection
  const isOpen = settings.profile === 'local' && mayUseCookies(visit.trust)
  // A name that was given under another key is over: its sandbox is not the one that it was.
  const isKnown = visitors.isIssued(name) || (isOpen && !isVisitorName(name))
  return named && isKnown ? { name, isFresh: false } : { name: visitors.fresh(), isFresh: true }
}

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

const ask = (
  visit: Visit,
  parts: DocsSurfaceParts,
  pages: DocsPages,
): Promise<Reply | undefined> => {
  const { exchange, selection } = visit
  const place = {
    visitor: visitorOf(visit, parts),
    origin: originOf(visit) + exchange.mount,
    sandbox: selection.named ? selection.sandbox : undefined,
  }
  const { method } = exchange
  // What is asked of a page by another method is told by whether there is one.
  const asked = method === 'GET' || method === 'HEAD' ? exchange : { ...exchange, method: 'HEAD' }
  return pages(asked, selection.path + (exchange.query && `?${exchange.query}`), place)
}

/**
 * What answers another method than those that read: nothing where there is no page.
 * @throws Problem `method-unknown` (405).
 */
const readOnly = (method: string, page: Reply | undefined): Reply | undefined => {
  if (!page || page.status === 404) return undefined
  if (method === 'OPTIONS') return { status: 204, headers: ['Allow', allow] }
  throw new Problem('method-unknown', {
    detail: `The docs pages have no ${method}. They have ${allow}.`,
    headers: ['Allow', allow],
  })
}

/** Makes the docs site of what is served; it is loaded when the first page is asked for. */
export const createDocsSurface = (
  parts: DocsSurfaceParts,
  states: readonly InferredState[],
): DocsSurface => {
  const { served, control, settings, ...shared } = parts
  const look = (contract: Contract, inferred: InferredState | undefined): LookIntoSandboxes => {
    const state = settings.state === 'off' || isOwnContract(contract) ? undefined : inferred
    return once(async () => {
      const { createVisitorSandboxes } = await import('./visitor-sandboxes.js')
      return createVisitorSandboxes(contract, { ...shared, state })
    })
  }
  const contracts = [
    ...served.map((one, index) => docsOf(one, look(one.contract, states[index]))),
    controlDocs(control, look(control, undefined)),
  ]
  const bases = ['/_docs', '/_bundle', ...contracts.map(({ base }) => base)]
  const pages = once(async () => {
    const { createDocsPages } = await import('../docs-site/docs-pages.js')
    return createDocsPages(contracts)
  })
  return {
    contracts,
    has: (path) => {
      const lower = path.toLowerCase()
      if (!bases.some((base) => isBelow(base, lower))) return false
      return !served.some(({ contract }) => isDocumentedBy(path)(contract))
    },
    respond: async (visit) => {
      const { method } = visit.exchange
      const reply = await ask(visit, parts, await pages())
      return method === 'GET' || method === 'HEAD' ? reply : readOnly(method, reply)
    },
  }
}
