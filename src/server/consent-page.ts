import { escapeHtml } from '../lib/escape-html.js'
import type { Subject } from '../auth/credential-claims.js'

/** What a consent page shows. */
export interface ConsentPage {
  /** What the page belongs to: the title of the contract. */
  readonly title: string
  readonly sandbox: string
  readonly clientId: string
  readonly redirectUri: string
  /** The scopes that were asked for, and what they are for. */
  readonly scopes: readonly (readonly [name: string, description: string])[]
  readonly users: readonly Subject[]
  /** The user that stands first: who was named, or the one to choose. */
  readonly chosen: string
  readonly ticket: string
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}fieldset{margin:1rem 0;border:1px solid #8888;border-radius:.4rem}label{display:block;padding:.2rem 0}input[type=text]{font:inherit;width:100%;box-sizing:border-box}button{font:inherit;padding:.4rem 1.2rem;margin-right:.5rem}small{opacity:.75}code{overflow-wrap:anywhere}'

const userRow = ({ id, name, email }: Subject, isChosen: boolean): string =>
  `<label><input type="radio" name="user" value="${escapeHtml(id)}"${isChosen ? ' checked' : ''}> ${escapeHtml(name ?? email ?? id)}${email !== undefined && name !== undefined ? ` <small>${escapeHtml(email)}</small>` : ''}</label>`

const scopeRow = ([name, text]: readonly [string, string]): string =>
  `<label><input type="checkbox" name="scope" value="${escapeHtml(name)}" checked> <code>${escapeHtml(name)}</code> <small>${escapeHtml(text)}</small></label>`

/** The page on which a user, and what a client may do, is chosen. It works without scripts. */
export const consentPage = (page: ConsentPage): string => {
  const { title, sandbox, clientId, redirectUri, scopes, users, chosen, ticket } = page
  const isListed = users.some(({ id }) => id === chosen)
  const rows = users.map((user) => userRow(user, user.id === chosen)).join('')
  const other = `<label><input type="radio" name="user" value=""${isListed ? '' : ' checked'}> somebody else</label><label><small>Name or address</small><input type="text" name="other" maxlength="200" autocomplete="off" value="${isListed ? '' : escapeHtml(chosen)}"></label>`
  const rights =
    scopes.length === 0
      ? '<p>No scopes were asked for: nothing is limited.</p>'
      : `<fieldset><legend>It may</legend>${scopes.map(scopeRow).join('')}</fieldset>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Sign in to ${escapeHtml(title)}</title><style>${style}</style></head><body><h1>${escapeHtml(title)}</h1><p><strong>${escapeHtml(clientId)}</strong> asks to act for a user of the sandbox <strong>${escapeHtml(sandbox)}</strong>. The answer goes to <code>${escapeHtml(redirectUri)}</code>.</p><form method="post"><input type="hidden" name="ticket" value="${escapeHtml(ticket)}"><fieldset><legend>Sign in as</legend>${rows}${other}</fieldset>${rights}<p><button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></p></form></body></html>`
}

/** Where the form of a page may lead: Chromium asks that of the redirect as well (CSP3 §6.4.2). */
const formTarget = (redirectUri: string): string => {
  const { origin, protocol } = new URL(redirectUri)
  return origin === 'null' ? protocol : origin
}

/** The headers of a page that no other may frame and that runs nothing. */
export const consentHeaders = (redirectUri: string): readonly string[] => [
  ...['Content-Type', 'text/html; charset=utf-8'],
  'Content-Security-Policy',
  `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${formTarget(redirectUri)}; frame-ancestors 'none'; base-uri 'none'`,
  ...['X-Frame-Options', 'DENY'],
  ...['X-Content-Type-Options', 'nosniff'],
  // Not `no-referrer`: the form would then be sent with `Origin: null`.
  ...['Referrer-Policy', 'same-origin'],
  ...['Cache-Control', 'no-store'],
]
