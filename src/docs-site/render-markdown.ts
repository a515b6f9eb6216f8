import MarkdownIt, { type Token } from 'markdown-it'
import { escapeHtml } from '../lib/escape-html.js'
import { foldHeadings } from './fold-headings.js'

/** Writes the HTML of Markdown. */
export type RenderMarkdown = (markdown: string) => string

/** Addresses that a link may have; those without a scheme are of this site. */
const isSafeLink = (url: string): boolean =>
  !/^[^/?#]*:/.test(url.trim()) || /^(https?|mailto|tel):/i.test(url.trim())

/** Ids are no longer than that. */
const maxId = 60

const idOf = ({ children, content }: Token): string =>
  (children?.map((child) => child.content).join('') ?? content)
    .slice(0, maxId)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'part'

/** Gives the headings of a page ids, and puts those of descriptions below them. */
const placeHeadings = (tokens: readonly Token[]): void => {
  const taken = new Map<string, number>()
  let quotes = 0
  let own = 1
  tokens.forEach((token, at) => {
    if (token.type === 'blockquote_open') quotes++
    if (token.type === 'blockquote_close') quotes--
    if (!token.type.startsWith('heading_')) return
    const level = Number(token.tag.slice(1))
    if (quotes > 0) token.tag = `h${Math.min(6, own + level)}`
    else if (token.type === 'heading_open') {
      own = level
      const id = idOf(tokens[at + 1] as Token)
      const count = (taken.get(id) ?? 0) + 1
      taken.set(id, count)
      token.attrSet('id', count === 1 ? id : `${id}-${count}`)
    }
  })
}

/** The block quotes of a page hold what its contract says: those inside of them are quotations. */
const unquote = (tokens: readonly Token[]): void => {
  let quotes = 0
  for (const token of tokens) {
    if (token.type === 'blockquote_close') quotes--
    if (token.type.startsWith('blockquote_') && quotes === 0) {
      token.tag = 'div'
      if (token.type === 'blockquote_open') token.attrSet('class', 'description')
    }
    if (token.type === 'blockquote_open') quotes++
  }
}

const method = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|QUERY)$/

/** Marks the methods of operations, which have a colour each. */
const markMethods = (tokens: readonly Token[]): void => {
  let quotes = 0
  for (const { type, children } of tokens) {
    if (type === 'blockquote_open') quotes++
    if (type === 'blockquote_close') quotes--
    if (quotes > 0 || !children) continue
    children.forEach((token, at) => {
      const name = method.exec(children[at + 1]?.content ?? '')?.[0]
      if (token.type === 'strong_open' && name !== undefined)
        token.attrSet('class', `method ${name.toLowerCase()}`)
    })
  }
}

/**
 * Makes a writer of HTML: HTML in the Markdown shows as text, images are links to them, and links lead to the
 * web or to mail programs, nowhere else.
 */
export const createRenderMarkdown = (): RenderMarkdown => {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
  markdown.validateLink = isSafeLink
  markdown.core.ruler.push('page', (state) => {
    placeHeadings(state.tokens)
    markMethods(state.tokens)
    unquote(state.tokens)
    state.tokens = foldHeadings(state.tokens, (html) => {
      const token = new state.Token('html_block', '', 0)
      token.content = html
      return token
    })
  })
  const { rules } = markdown.renderer
  rules.image = (tokens, at) => {
    const { content, attrs } = tokens[at] as Token
    const source = attrs?.find(([name]) => name === 'src')?.[1] ?? ''
    return `<a href="${escapeHtml(source)}" rel="nofollow noopener">${escapeHtml(content || source)}</a>`
  }
  rules.link_open = (tokens, at, options, _env, self) => {
    const token = tokens[at] as Token
    if (/^([a-z]+:|\/\/)/i.test(token.attrGet('href') ?? ''))
      token.attrSet('rel', 'nofollow noopener')
    return self.renderToken(tokens, at, options)
  }
  rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n'
  rules.table_close = () => '</table></div>\n'
  rules.fence = (tokens, at) => {
    const { content, info } = tokens[at] as Token
    const language = /^[\w-]+/.exec(info)?.[0]
    const name = language === undefined ? '' : ` class="language-${language}"`
    return `<pre tabindex="0"><code${name}>${escapeHtml(content)}</code></pre>\n`
  }
  return (text) => markdown.render(text)
}
