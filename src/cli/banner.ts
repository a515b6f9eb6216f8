import type { SurfaceListing } from '../server/server.js'
import { createPaint } from './paint.js'
import { escapeControls } from './printable.js'

/** What is printed at start for people: each surface and each operation as a URL that a terminal makes clickable. */
export const bannerText = (
  surfaces: readonly SurfaceListing[],
  base: string,
  isColoured: boolean,
): string[] => {
  const paint = createPaint(isColoured)
  const listed = surfaces.map(withoutOwn).flatMap(({ title, url, count, ...listing }) => [
    `${paint.bold(escapeControls(title))} ${absolute(base, url)}`,
    ...listing.operations.map(({ method, url: path, summary = '' }) => {
      const text = `  ${method.toUpperCase().padEnd(7)} ${absolute(base, path)}`
      return summary ? `${text}  ${paint.dim(escapeControls(summary))}` : text
    }),
    ...(count > listing.operations.length
      ? [`  ${moreText(count, listing.operations.length)}: GET ${absolute(base, '/')} lists all`]
      : []),
    ...(listing.shadowed ?? []).map(({ method, url: path, answeredAs }) => {
      const reason = paint.dim(`not at the root: ${escapeControls(answeredAs)} is`)
      return `  ${method.padEnd(7)} ${absolute(base, path)}  ${reason}`
    }),
    '',
  ])
  const pages = docsOf(surfaces).map((docs) => `${paint.bold('Docs')} ${absolute(base, docs)}`)
  return [...listed, ...pages, `${paint.bold('Console')} ${absolute(base, consolePath)}`]
}

/** Our own operations are none that people look for at every start. */
const withoutOwn = (listing: SurfaceListing): SurfaceListing =>
  listing.url === controlPath ? { ...listing, operations: [] } : listing

const moreText = (count: number, listed: number): string =>
  listed === 0 ? `${count} operations` : `… and ${count - listed} more`

const controlPath = '/_sandbox/v1/'

/** Where people look into sandboxes. */
const consolePath = '/_sandbox/'

/** The pages of each contract once, however many surfaces it has. */
const docsOf = (surfaces: readonly SurfaceListing[]): readonly string[] => [
  ...new Set(surfaces.flatMap(({ docs }) => docs ?? [])),
]

/** The same as JSON objects: one line for each surface and each operation. */
export const bannerJson = (
  surfaces: readonly SurfaceListing[],
  base: string,
  time: string,
): string[] => {
  const line = (members: object): string =>
    escapeControls(JSON.stringify({ level: 'info', time, ...members }))
  const listed = surfaces.flatMap(({ title, url, docs, count, operations, shadowed = [] }) => [
    line({
      message: 'surface',
      surface: title,
      url: absolute(base, url),
      ...(docs !== undefined && { docs: absolute(base, docs) }),
      operations: count,
    }),
    ...operations.map(({ id, method, url: path }) =>
      line({ message: 'operation', surface: title, id, method, url: absolute(base, path) }),
    ),
    ...shadowed.map(({ id, method, url: path, answeredAs }) =>
      line({
        message: 'shadowed',
        surface: title,
        id,
        method,
        url: absolute(base, path),
        answeredAs: absolute(base, answeredAs),
      }),
    ),
  ])
  return [...listed, line({ message: 'console', url: absolute(base, consolePath) })]
}

const absolute = (base: string, path: string): string =>
  escapeControls(/^https?:/.test(path) ? path : base.replace(/\/$/, '') + path)
