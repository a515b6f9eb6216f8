import { mails } from '../auth/mail.js'
import { Problem } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { SandboxSummary, Worlds } from '../sandbox/worlds.js'
import type { Snapshots } from '../sandbox/snapshots.js'
import type { Store } from '../store/store.js'
import type { AllControlHandlers, ControlContext } from './control-context.js'
import type { Seeds } from './seed-handlers.js'
import { controlUrl, placeOf } from './control-url.js'

type Reply200<Id extends keyof AllControlHandlers> = Extract<
  Awaited<ReturnType<AllControlHandlers[Id]>>,
  { status: 200 }
>
type Details = Reply200<'getSandbox'>['body']

/** What is told of a sandbox beside what its records say. */
export type SandboxDetails = Pick<Details, 'clock' | 'faults' | 'journal'>

/** What the handlers of sandboxes need. */
export interface SandboxesHandlerParts {
  /** A name that nobody else has and nobody can guess. */
  readonly freshName: () => string
  readonly isIssued: (name: string) => boolean
  /** True where names that are given to strangers are nothing before they are used. */
  readonly isPublic: boolean
  readonly worlds: Worlds
  readonly snapshots: Snapshots
  readonly seeds: Seeds
  readonly store: Store
  readonly details: (sandbox: string) => SandboxDetails
}

const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString()

const summaryOf = (
  context: ControlContext,
  { name, records, about, limits, lastUsedAt, expiresAt }: SandboxSummary,
) => ({
  ...{ name, records, limits },
  url: placeOf(context, name),
  ...(about && { createdAt: about.createdAt }),
  ...(about?.origin && { origin: about.origin }),
  ...(lastUsedAt !== undefined && { lastUsedAt: timeOf(lastUsedAt) }),
  ...(expiresAt !== undefined && { expiresAt: timeOf(expiresAt) }),
})

const unknown = (name: string, names: readonly string[]): Problem => {
  const close = nearest(
    name,
    // Names that were given to somebody are told to nobody.
    names.filter((one) => !one.startsWith('try-')),
  )
  return new Problem('not-found', {
    detail: `There is no sandbox ${name}.`,
    fix:
      close.length > 0
        ? `Did you mean ${close.join(' or ')}?`
        : 'GET /_sandbox/v1/sandboxes lists those that there are.',
  })
}

type Wish = NonNullable<Parameters<AllControlHandlers['createSandbox']>[0]['body']>

/** What a new sandbox is made of: a snapshot without sandbox is one of the sandbox that is selected. */
const originOf = ({ from }: Wish, selected: string): Wish['from'] => {
  if (!from || Object.keys(from).length === 0) return undefined
  if (from.seed !== undefined && (from.sandbox !== undefined || from.snapshot !== undefined))
    throw new Problem('request-invalid', {
      detail: 'A sandbox begins with a seed, or with what another one holds, not with both.',
      fix: 'Say from.seed, or from.sandbox and from.snapshot.',
    })
  return from.snapshot !== undefined ? { sandbox: selected, ...from } : from
}

const makerOf =
  ({ worlds, seeds }: SandboxesHandlerParts) =>
  async (wish: Wish, name: string, selected: string): Promise<void> => {
    const from = originOf(wish, selected)
    const seed = from?.seed
    const contents = seed === undefined ? undefined : await seeds.contents(seed, name)
    await worlds.create({ ...wish, name, from, contents })
  }

/** The operations on sandboxes by name. */
export const createSandboxesHandlers = (parts: SandboxesHandlerParts) => {
  const { freshName, worlds, snapshots, store, details } = parts
  const make = makerOf(parts)
  return {
    listSandboxes: async (context) => {
      const sandboxes = await worlds.list()
      return { status: 200, body: { sandboxes: sandboxes.map((one) => summaryOf(context, one)) } }
    },
    createSandbox: async (context) => {
      const { body: wish = {} } = context
      const name = wish.name ?? freshName()
      // Where strangers ask, a name alone costs nothing: its sandbox begins when it is used.
      if (!parts.isPublic || Object.keys(wish).length > 0) await make(wish, name, context.sandbox)
      return {
        status: 201,
        headers: { Location: controlUrl(context, 'sandboxes', name) },
        body: { name, url: placeOf(context, name) },
      }
    },
    getSandbox: async (context) => {
      const { name } = context.params
      const found = await worlds.find(name, parts.isIssued(name))
      if (!found) throw unknown(name, store.worlds())
      const saved = await snapshots.list(name)
      const body = {
        ...summaryOf(context, found),
        ...details(name),
        snapshots: saved.length,
        mails: store.peek(name, mails)?.length ?? 0,
      }
      return { status: 200, body }
    },
    deleteSandbox: async ({ params: { name } }) => {
      if (!(await worlds.remove(name))) throw unknown(name, store.worlds())
      return { status: 204 }
    },
  } satisfies Partial<AllControlHandlers>
}
