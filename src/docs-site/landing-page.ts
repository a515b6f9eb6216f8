import { bundlePath } from './bundle-path.js'
import type { DocsContract } from './docs-contract.js'
import type { DocsText } from './docs-text.js'
import { firstCalls } from './first-calls.js'
import { manyOperations } from './index-text.js'
import { keeping } from './keeping.js'
import { blocks, code, fence, link, plain } from './markdown-text.js'
import { contentSecurityPolicy } from './content-security-policy.js'
import { pageHtml } from './page-frame.js'
import { createRenderMarkdown } from './render-markdown.js'
import { createSiteMap } from './site-map.js'
import { mockUrl, mountOf, rootOf, sandboxUrl, type UrlPlace } from './site-urls.js'
import { operationList } from './tag-text.js'

/** What a server shows at `/`. */
export interface Landing {
  readonly contracts: readonly DocsContract[]
  /** Operations that another contract answers at the root, and as what; both are paths. */
  readonly shadowed: readonly {
    readonly url: string
    readonly answeredAs: string
    readonly method: string
  }[]
}

/** The landing page, ready to be sent. */
export interface LandingPage {
  readonly html: string
  readonly policy: string
  readonly markdown: string
}

/** The control API is the one contract that has no mock. */
const isControl = ({ mockBase }: DocsContract): boolean => mockBase === undefined

const surfacesOf = (docs: DocsContract, place: UrlPlace): string => {
  const { base } = docs
  const root = rootOf(place)
  const mock = mockUrl(docs, place)
  return [
    `- Pages: ${link(`${place.origin}${base}`, root + base)}`,
    ...(mock === undefined ? [] : [`- Mock server, answers as documented: ${code(`${mock}/`)}`]),
    `- ${isControl(docs) ? 'Base URL' : 'Sandbox, remembers'}: ${code(`${sandboxUrl(docs, place)}/`)}`,
    `- Contract: ${link('YAML', root + bundlePath(docs, 'yaml'))}, ${link('JSON', root + bundlePath(docs, 'json'))}`,
  ].join('\n')
}

const contractSection = (docs: DocsContract, place: UrlPlace): string => {
  const { contract, base } = docs
  const { tags } = createSiteMap(contract)
  const count = contract.operations.length
  const lists =
    count > manyOperations || isControl(docs)
      ? [`${link(`All ${count} operations`, rootOf(place) + base)}`]
      : tags.map(({ name, operations }) =>
          blocks(`### ${plain(name)}`, operationList(operations, docs, place)),
        )
  return blocks(
    `## ${link(contract.title, rootOf(place) + base)}`,
    `Version ${code(contract.version)}`,
    surfacesOf(docs, place),
    ...lists,
  )
}

const callsText = async (docs: DocsContract | undefined, place: UrlPlace): Promise<string> => {
  if (!docs) return ''
  const { mock, session } = await firstCalls(
    docs.contract,
    mockUrl(docs, place),
    sandboxUrl(docs, place),
  )
  return blocks(
    mock && blocks('The mock answers from the contract alone:', fence(mock, 'bash')),
    session &&
      blocks('The sandbox remembers: log in, then call as who you are.', fence(session, 'bash')),
  )
}

const consoleText = (place: UrlPlace): string =>
  `${link('The console', `${rootOf(place)}/_sandbox/`)} shows what a sandbox holds and what was asked of it, moves its clock, and lets it fail.`

const shadowedText = ({ shadowed }: Landing): string =>
  shadowed.length === 0
    ? ''
    : blocks(
        'Several contracts have these; at the root one of them answers:',
        shadowed
          .slice(0, manyOperations)
          .map(
            ({ method, url, answeredAs }) =>
              `- **${plain(method)}** ${code(url)}: here it is ${code(answeredAs)} that answers`,
          )
          .join('\n'),
      )

const landingText = async (landing: Landing, place: UrlPlace): Promise<DocsText> => {
  const { contracts } = landing
  const main = contracts.find((docs) => !isControl(docs))
  return {
    title: 'openapi-sandbox',
    about: 'A mock that answers as documented, and a sandbox that remembers',
    body: blocks(
      'One OpenAPI document, served as a mock that answers as documented and a sandbox that remembers. Change the origin of your base URL to this one; every documented call works.',
      '## First calls',
      await callsText(main, place),
      blocks('## Console', consoleText(place)),
      ...contracts.map((docs) => contractSection(docs, place)),
      shadowedText(landing),
    ),
  }
}

/** Makes the landing page for whoever asks. */
export const createLandingPage = (
  landing: Landing,
): ((place: UrlPlace) => Promise<LandingPage>) => {
  const render = createRenderMarkdown()
  const policy = contentSecurityPolicy(undefined)
  const pages = keeping<LandingPage>()
  const make = async (place: UrlPlace): Promise<LandingPage> => {
    const { title, about, body } = await landingText(landing, place)
    const html = pageHtml(
      {
        ...{ title, about, site: '', markdown: undefined, navigation: '', above: [] },
        ...{ mount: mountOf(place), root: rootOf(place), article: render(body) },
      },
      { head: '', body: '' },
    )
    return { html, policy, markdown: `# ${plain(title)}\n\n${body}\n` }
  }
  return (place) => pages(JSON.stringify([place.origin, place.sandbox]), () => make(place))
}
