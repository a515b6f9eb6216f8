import { createServer, type Server, type ServerOptions } from '../../../src/index.js'

/** An answer of the docs site. */
export interface DocsAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Asks for a page: `get('/_docs/a', { accept: 'text/html' })`. */
export type GetDocs = (
  path: string,
  headers?: Readonly<Record<string, string>>,
  method?: string,
) => Promise<DocsAnswer>

/** What a browser asks for. */
export const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } as const

/** Asks a server for pages, without a port. */
export const docsOf =
  (server: Server): GetDocs =>
  async (path, headers = browser, method = 'GET') => {
    const request = new Request(`http://localhost:4010${path}`, { method, headers })
    const response = await server.fetch(request)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

/** Servers for all tests of a file, which are closed after them. */
export const docsServers = () => {
  const open: Server[] = []
  afterAll(() => Promise.all(open.map((server) => server.close())))
  return async (options: ServerOptions = {}): Promise<GetDocs> => {
    const server = await createServer(options)
    open.push(server)
    return docsOf(server)
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
}

/** What a reader sees of an HTML page. */
export const visibleText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')

/** The lines of the section of a Markdown page below a heading. */
export const sectionOf = (markdown: string, heading: string): readonly string[] => {
  const lines = markdown.split('\n')
  const start = lines.indexOf(`## ${heading}`)
  if (start < 0) throw new Error(`There is no heading ${heading}:\n${markdown}`)
  const end = lines.findIndex((line, index) => index > start && /^## /.test(line))
  return lines.slice(start + 1, end < 0 ? undefined : end).filter((line) => line !== '')
}
