import { escapeHtml } from '../lib/escape-html.js'
import { once } from '../lib/once.js'
import { assetBase } from './asset-files.js'
import type { DocsContract, DocsPlace } from './docs-contract.js'
import { mostEnriched } from './enriched-contract.js'
import { readScalar } from './scalar-asset.js'
import type { PagePlace } from './site-map.js'
import { mountOf } from './site-urls.js'

/** What a page needs for its try-it: elements of its head, and of its body. */
export interface TryItMarkup {
  readonly head: string
  readonly body: string
}

const nothing: TryItMarkup = { head: '', body: '' }

/** How many operations a page shows. */
const sizeOf = ({ contract }: DocsContract, page: PagePlace): number =>
  page.kind === 'index'
    ? contract.operations.length
    : page.kind === 'tag'
      ? page.tag.operations.length
      : 1

const pathOf = (page: PagePlace): string =>
  page.kind === 'index' ? '' : page.kind === 'tag' ? page.tag.path : page.operation.path

const login = `<form class="login" hidden><label></label><datalist id="people"></datalist><button>Log in</button></form>`

const views = `<div class="views" role="group" aria-label="Show"><button type="button" data-view="reference" aria-pressed="true">Reference</button><button type="button" data-view="text" aria-pressed="false">Text</button></div>`

/**
 * The try-it of pages. Without scripts, and until the reference component is there, a page is its text. What it
 * shows depends on who asks: the script asks for that itself, so that the page stays the same for everybody.
 */
export const createTryItMarkup = () => {
  const scalar = once(readScalar)
  return (docs: DocsContract, page: PagePlace, place: DocsPlace): TryItMarkup => {
    const component = scalar()
    if (!component || sizeOf(docs, page) > mostEnriched) return nothing
    const mount = mountOf(place)
    const script = (name: string, attributes = ''): string =>
      `<script src="${escapeHtml(`${mount}${assetBase}/${name}`)}"${attributes} defer></script>`
    const data = {
      kind: page.kind,
      mount,
      files: `${docs.base}/try-it.json?page=${encodeURIComponent(pathOf(page))}`,
      sandbox: place.sandbox ?? '',
      contract: docs.base,
    }
    const attributes = Object.entries(data).map(
      ([name, value]) => ` data-${name}="${escapeHtml(value)}"`,
    )
    return {
      head: `<link rel="stylesheet" href="${escapeHtml(`${mount}${assetBase}/try-it.css`)}">\n${script(component.name, ` integrity="${component.integrity}"`)}\n${script('docs.js')}`,
      body: `<section id="try-it" aria-label="Try it"${attributes.join('')} hidden>
<div class="bar"><p class="sandbox">Your sandbox <code></code></p>${login}<button type="button" class="reset">Reset my sandbox</button>${views}</div>
<p role="status"></p>
<div id="reference"></div>
</section>`,
    }
  }
}
