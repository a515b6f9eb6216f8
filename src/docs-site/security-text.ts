import type { Contract, Operation, SecurityScheme } from '../contract/contract.js'
import { objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { decided } from './decided.js'
import { follow } from './follow.js'
import { blocks, code, indented, plain, quoted } from './markdown-text.js'

const places: Readonly<Record<string, string>> = {
  header: 'in the header',
  query: 'in the query, as',
  cookie: 'in the cookie',
}

const httpWords = ({ scheme = '', bearerFormat: format }: SecurityScheme): string => {
  if (scheme === 'bearer') return `bearer token${format === undefined ? '' : ` (${plain(format)})`}`
  if (scheme === 'basic') return 'user name and password (HTTP Basic)'
  return `HTTP ${plain(scheme)}`
}

/** What a security scheme asks for, in words. */
const schemeWords = (scheme: SecurityScheme): string => {
  if (scheme.type === 'http') return httpWords(scheme)
  if (scheme.type === 'apiKey')
    return `key ${places[scheme.in ?? ''] ?? 'in'} ${code(scheme.name ?? '')}`
  if (scheme.type === 'oauth2') {
    const flows = scheme.flows.map(({ name }) => plain(name)).join(', ')
    return flows === '' ? 'OAuth 2.0 token' : `OAuth 2.0 token (${flows})`
  }
  if (scheme.type === 'openIdConnect') return 'OpenID Connect token'
  return scheme.type === 'mutualTLS' ? 'client certificate' : plain(scheme.type)
}

const writtenSchemes = ({ document }: Contract): JsonObject =>
  objectOrEmpty(own(objectOrEmpty(own(document, 'components')), 'securitySchemes'))

/** A scheme by the name that it has in the contract. */
const schemeText = (contract: Contract, name: string, scopes: readonly string[]): string => {
  const scheme = contract.securitySchemes.get(name)
  if (!scheme) return `${plain(name)}, which the contract describes nowhere`
  const written = follow(contract.document, own(writtenSchemes(contract), name))
  const words = `${plain(name)}: ${schemeWords(scheme)}`
  const wanted = scopes.length === 0 ? '' : `, with ${scopes.map(code).join(', ')}`
  const mark = decided(written)
  return `${words}${wanted}${mark && `, ${mark}`}`
}

/** The credentials that an operation asks for. */
export const securityText = (contract: Contract, { security }: Operation): string => {
  const alternatives = security.map((alternative) => Object.entries(alternative))
  if (alternatives.every((schemes) => schemes.length === 0)) return 'No credentials are needed.'
  const items = alternatives.map((schemes) =>
    schemes.length === 0
      ? '- none'
      : `- ${schemes.map(([name, scopes]) => schemeText(contract, name, scopes)).join(' **and** ')}`,
  )
  return blocks(items.length > 1 ? 'One of these:' : '', items.join('\n'))
}

/** So many scopes of a scheme are told. */
const maxScopes = 100

const scopesText = ({ flows }: SecurityScheme): string => {
  const scopes = new Map(flows.flatMap((flow) => [...flow.scopes]))
  return [...scopes]
    .slice(0, maxScopes)
    .map(([scope, text]) => `- ${code(scope)}${text === '' ? '' : `: ${plain(text)}`}`)
    .join('\n')
}

/** The security schemes of a contract, each with what it says of itself. */
export const schemesText = (contract: Contract): string =>
  [...contract.securitySchemes]
    .map(([name, scheme]) => {
      const { description } = follow(contract.document, own(writtenSchemes(contract), name))
      const parts = blocks(
        schemeText(contract, name, []),
        quoted(stringOr(description)),
        scopesText(scheme),
      )
      return `- ${indented(parts).trimStart()}`
    })
    .join('\n')
