import { arrayOrEmpty, isObject, type JsonObject, own, stringOr } from '../lib/json-object.js'
import type { DocsContract, DocsPlace } from './docs-contract.js'

const sandboxVariable = (visitor: string): JsonObject => ({
  sandbox: {
    default: visitor,
    description:
      'The sandbox that requests go to. Nobody else has this name: what one sandbox is told no other one knows. ' +
      'Write another name to begin anew, or one that you share with somebody.',
  },
})

/** This server, as the servers of a contract name it: first its mock, then the sandbox of the visitor. */
export const localServers = (
  { mockBase, sandboxBase }: DocsContract,
  { origin, visitor }: DocsPlace,
): readonly JsonObject[] => [
  ...(mockBase === undefined
    ? []
    : [
        { url: origin + mockBase, description: 'Mock server (here): always the documented answer' },
      ]),
  {
    url: `${origin}/@{sandbox}${sandboxBase}`,
    description: 'Sandbox (here): remembers what it is told',
    variables: sandboxVariable(visitor.name),
  },
]

/** True for a mock server of the kind that documentation hosts have: this one stands in its place. */
const isDocumentedMock = (url: string): boolean =>
  /^(?:https?:)?\/\/[^/]+\/_mock\//.test(url) || url.startsWith('/_mock/')

/** True for a URL that says on which host it is: others mean the place of the document, which is here now. */
const isElsewhere = (url: string): boolean => /^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(url)

/** The servers that a document names, in its order, but for those that this server stands for. */
export const remoteServers = (written: unknown): readonly JsonObject[] =>
  arrayOrEmpty(written)
    .filter(isObject)
    .filter((server) => {
      const url = stringOr(own(server, 'url')) ?? ''
      return isElsewhere(url) && !isDocumentedMock(url)
    })
