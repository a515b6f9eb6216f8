import type { Operation } from '../../contract/contract.js'
import { isObject } from '../../lib/json-object.js'
import type { Case } from '../case.js'
import type { PlanParts } from '../plan/plan-parts.js'
import { validDraft } from '../plan/valid-draft.js'
import { parameterOf, type RequestDraft } from '../request-draft.js'
import type { Scenario } from '../scenario.js'
import type { Sent, Stage } from '../stage.js'
import { type DocumentedLink, linkedPath, linkedValue, linksOf } from './documented-links.js'
import { factsOf } from './facts-of.js'
import { identityIn, recordIn } from './thing.js'

interface LinkCase {
  readonly one: Case
  readonly link: DocumentedLink
  /** The status of the response that has the link. */
  readonly key: string
}

const readsOnly = ({ method }: Operation): boolean => method === 'GET' || method === 'HEAD'

const casesOf = ({ contract }: PlanParts, operation: Operation): readonly LinkCase[] =>
  operation.responses
    .filter(({ key }) => /^2\d\d$/.test(key))
    .flatMap(({ key }) =>
      linksOf(contract, operation, Number(key))
        .filter(({ target }) => readsOnly(target))
        .map((link) => ({
          key,
          link,
          one: {
            id: `${operation.id} link ${key} ${link.name}`,
            operation: link.target,
            source: 'link',
            intent: `the link ${link.name} of ${operation.id} leads somewhere`,
            expect: { kind: 'any', rule: 'V130' },
          },
        })),
    )

/** Whether a value stands anywhere in another one: what the request has said, the answer may repeat. */
const isSaid = (value: unknown, said: unknown): boolean => {
  if (Array.isArray(said)) return said.some((item) => isSaid(value, item))
  if (isObject(said)) return Object.values(said).some((member) => isSaid(value, member))
  return String(said) === String(value)
}

/** What is wrong with the answer behind a link. */
const flawOf = (
  stage: Stage,
  path: ReadonlyMap<string, unknown>,
  sent: Sent,
): string | undefined => {
  if (sent.status === 404 || sent.status === 410) return `leads to nothing: ${sent.status}`
  const read = stage.model.sureInferenceOf(sent.operation.id)
  if (!sent.isSuccess || read?.role !== 'read') return undefined
  const shown = identityIn(read.resource, recordIn(read, sent.body), read.named)
  const wanted = (read.resource.identity?.parameters ?? []).map((name) => path.get(name))
  if (!shown || wanted.includes(undefined) || String(shown) === String(wanted)) return undefined
  return `names ${wanted.map(String).join(', ')} and leads to ${shown.map(String).join(', ')}`
}

const follow = async (
  stage: Stage,
  { one, link, key }: LinkCase,
  draft: RequestDraft,
  source: Sent,
): Promise<void> => {
  if (String(source.status) !== key)
    return stage.unverified(one, `The server answered ${source.status}, not ${key}.`)
  const facts = factsOf(draft, source)
  const path = linkedPath(link, facts)
  if (!path) return stage.unverified(one, 'The answer does not say what the link names.')
  if ([...path.values()].some((value) => isSaid(value, draft.body)))
    return stage.unverified(one, 'The link names what the request has said.')
  const subject = { path, isOwn: true }
  const target = await validDraft(link.target, { subject, values: 'documented', seed: '' })
  const parameters = new Map(target.parameters)
  for (const [name, said] of Object.entries(link.parameters)) {
    const parameter = parameterOf(link.target, 'query', name.replace(/^query\./, ''))
    const value = parameter && linkedValue(said, facts)
    if (parameter && value !== undefined) parameters.set(parameter, value)
  }
  const sent = await stage.send(one, { ...target, parameters })
  const flaw = flawOf(stage, path, sent)
  if (flaw === undefined) return
  const message = `The link ${link.name} ${flaw}.`
  stage.find(one, { rule: 'V130', message, contractPointer: link.pointer }, sent)
}

/** Links (OpenAPI 3.0.3 §4.7.20) that lead to what can be read: each is followed. */
export const linkScenarios = (parts: PlanParts): readonly Scenario[] =>
  parts.settings.stateless
    ? []
    : parts.operations.flatMap((operation) => {
        if (operation.fault) return []
        const cases = casesOf(parts, operation)
        if (cases.length === 0) return []
        const run = async (stage: Stage): Promise<void> => {
          const subject = await stage.subject(operation)
          const wish = { subject, values: 'fresh', seed: `${stage.settings.nonce} link` } as const
          // What others have made may be gone by now, or hidden.
          if (!subject.isOwn) {
            for (const { one } of cases) stage.unverified(one, subject.why ?? 'It is not our own.')
            return
          }
          const draft = await validDraft(operation, wish)
          const sent = await stage.prepare(draft, 'user', { kind: 'refused', rule: 'V111' })
          for (const one of cases) await follow(stage, one, draft, sent)
        }
        const requests = cases.length + 3
        const all = cases.map(({ one }) => one)
        return [{ id: `${operation.id} links`, source: 'link', cases: all, requests, run }]
      })
