import { escapeHtml } from '../lib/escape-html.js'
import { shortened } from './markdown-text.js'
import { assetBase } from './asset-files.js'

/** Name and address of another page. */
export interface PageLink {
  readonly text: string
  /** Path on this server. */
  readonly href: string
}

/** What an HTML page is made of; texts are plain, the rest is HTML. */
export interface PageFrame {
  readonly title: string
  readonly about: string
  /** What the page belongs to; empty where the page is the whole. */
  readonly site: string
  /** Paths under which the client reaches this server, and its sandbox there: see `rootOf`. */
  readonly mount: string
  readonly root: string
  /** Path of the same text as Markdown. */
  readonly markdown: string | undefined
  /** HTML of the navigation; empty where there is none. */
  readonly navigation: string
  /** The pages above this one, the outermost first. */
  readonly above: readonly PageLink[]
  readonly previous?: PageLink | undefined
  readonly next?: PageLink | undefined
  /** HTML of the text. */
  readonly article: string
}

/** Further elements of a page. */
export interface PageAdditions {
  readonly head: string
  /** Right below the title, before the text. */
  readonly body: string
}

/** A title of the contract may be longer than a page. */
const maxTitle = 300

const shown = (text: string): string => escapeHtml(shortened(text, maxTitle))

const anchor = ({ text, href }: PageLink, attributes = ''): string =>
  `<a href="${escapeHtml(href)}"${attributes}>${shown(text)}</a>`

const breadcrumb = (above: readonly PageLink[]): string =>
  `<nav class="breadcrumb" aria-label="Breadcrumb"><ol>${above.map((page) => `<li>${anchor(page)}</li>`).join('')}</ol></nav>`

const pager = ({ previous, next }: PageFrame): string =>
  previous || next
    ? `<nav class="pager" aria-label="Neighbours">${previous ? anchor(previous, ' rel="prev"') : ''}${next ? anchor(next, ' rel="next"') : ''}</nav>`
    : ''

const menu = (navigation: string): string =>
  navigation === ''
    ? ''
    : `<input class="menu" type="checkbox" id="menu" aria-label="Navigation"><label class="menu" for="menu">Menu</label><nav class="site" aria-label="Operations">${navigation}</nav>`

/** A page as HTML. It needs no scripts: what they do is added to it. */
export const pageHtml = (frame: PageFrame, { head, body }: PageAdditions): string => {
  const { title, about, site, mount, root, markdown, navigation, above, article } = frame
  const asset = (name: string): string => escapeHtml(`${mount}${assetBase}/${name}`)
  const name = shown(site === '' ? title : `${title} · ${site}`)
  const twin =
    markdown === undefined
      ? ''
      : `<link rel="alternate" type="text/markdown" href="${escapeHtml(markdown)}">`
  const asMarkdown =
    markdown === undefined ? '' : `<a class="twin" href="${escapeHtml(markdown)}">Markdown</a>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<meta name="description" content="${shown(about)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="${asset('icon.svg')}">
<link rel="stylesheet" href="${asset('page.css')}">
${twin}
${head}
</head>
<body${navigation === '' ? '' : ' class="with-navigation"'}>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><a class="home" href="${escapeHtml(`${root}/`)}">openapi-sandbox</a>${site === '' ? '' : `<span>${shown(site)}</span>`}</header>
${menu(navigation)}
<main id="content" tabindex="-1">
<div class="bar">${above.length === 0 ? '' : breadcrumb(above)}${asMarkdown}</div>
<h1>${shown(title)}</h1>
${body}
<article id="text">
${article}</article>
${pager(frame)}
</main>
</body>
</html>
`
}
