import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'

/** The URL of a server with the defaults of its variables (OpenAPI 3.0.3 §4.7.5). */
const urlOf = (server: JsonObject): string => {
  const variables = objectOrEmpty(own(server, 'variables'))
  return String(own(server, 'url') ?? '').replace(/\{([^{}]*)\}/g, (_, name: string) =>
    String(own(objectOrEmpty(own(variables, name)), 'default') ?? ''),
  )
}

const pathOf = (url: string): string => {
  if (!URL.canParse(url, 'http://localhost/')) return ''
  return new URL(url, 'http://localhost/').pathname.replace(/\/+$/, '')
}

/** Paths that this server keeps for itself. */
const isOurs = (path: string): boolean => /^\/(_mock|_sandbox)(\/|$)/.test(path)

/** The base paths of the servers of a document, without final slash; longer ones first. */
export const serverPaths = (document: JsonObject): readonly string[] => {
  const servers = arrayOrEmpty(own(document, 'servers')).filter(isObject)
  const paths = servers.map((server) => pathOf(urlOf(server)))
  return [...new Set(paths)]
    .filter((path) => path !== '' && !isOurs(path))
    .sort((a, b) => b.length - a.length)
}
