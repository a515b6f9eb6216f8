// Serves one document as the mock and as the sandbox with inferred state, and has `verify` judge both.
import { createServer } from '../../dist/index.js'
import { isMintable } from '../../dist/server/mint-credential.js'
import { loadContracts } from '../../dist/server/serve-contract.js'
import { createCredentials } from '../../dist/verify/call/credentials.js'
import { createHttpSender } from '../../dist/verify/call/create-http-sender.js'
import { requestsOf, shardOf } from '../../dist/verify/shard.js'
import { prepareVerification } from '../../dist/verify/verify.js'

const monotonic = () => performance.now()

/** A plan that is larger than `most` requests is cut to a shard of it: the same one from run to run. */
const narrowTo = (most, told) => (plan) => {
  const count = Math.ceil(plan.requests / most)
  const part = count > 1 ? shardOf(plan, { index: 1, count }) : plan
  told.planned = plan.scenarios.length
  told.cases = plan.scenarios.reduce((sum, { cases }) => sum + cases.length, 0)
  told.shards = count
  told.most = requestsOf(part.scenarios)
  return part
}

const credentialsOf = async (server, { securitySchemes }, user) => {
  const known = new Map()
  for (const [scheme, about] of securitySchemes)
    if (isMintable(about)) known.set(scheme, (await server.credential({ scheme, user })).credential)
  return known
}

/** What names a finding in explained.json: rule, operation and place. */
const keyOf = ({ rule, method, path, contractPointer, dataPointer, keyword }) =>
  [rule, method, path, contractPointer ?? dataPointer ?? keyword].filter(Boolean).join(' ')

const decode = (bytes) => (bytes ? Buffer.from(bytes).toString('utf8').slice(0, 600) : undefined)

const evidenceOf = ({ request, answer }) =>
  request && {
    request: `${request.method} ${request.target.slice(0, 400)}`,
    headers: request.headers,
    sent: decode(request.body),
    answered: decode(answer?.bytes) ?? answer?.failure,
    answerHeaders: answer?.headers?.join(' | ').slice(0, 600),
  }

/** Findings of the same place once, with how many there are; notes fail nothing. */
const failuresOf = (kind, findings) => {
  const byKey = new Map()
  for (const finding of findings) {
    if (finding.severity === 'note') continue
    const key = `${keyOf(finding)} ${finding.fingerprint}`
    const known = byKey.get(key)
    if (known) known.count++
    else {
      const { rule, severity, status, keyword, message, case: id, intent, source } = finding
      byKey.set(key, {
        ...{ kind, rule, severity, operation: `${finding.method} ${finding.path}` },
        ...{ name: keyOf(finding), status, keyword, source, case: id, intent },
        ...{ message: message.slice(0, 600), count: 1, ...evidenceOf(finding) },
      })
    }
  }
  return [...byKey.values()]
}

const countBy = (list, of) => {
  const counts = {}
  for (const one of list) counts[of(one)] = (counts[of(one)] ?? 0) + 1
  return counts
}

const judge = async (kind, { server, contract, base, user, most }) => {
  const { url } = await server.listen({ port: 0 })
  const sender = createHttpSender({ base: url + base, monotonic, timeout: 10_000 })
  const told = {}
  try {
    const started = performance.now()
    const stateless = kind === 'mock'
    const verification = await prepareVerification({
      contract,
      settings: { stateless, nonce: 'n', hasOther: false, safeOnly: false, rounds: 2 },
      credentials: createCredentials(contract, { user, other: user }),
      send: sender.send,
      narrow: narrowTo(most, told),
      ...{ now: Date.now, monotonic },
    })
    told.planMs = performance.now() - started
    const { findings, outcomes, requests, exchanges, milliseconds, left } = await verification.run()
    const slowest = exchanges.reduce(
      (worst, { operation, answer }) =>
        answer.milliseconds > worst.ms ? { ms: answer.milliseconds, operation } : worst,
      { ms: 0 },
    )
    return {
      ...told,
      ...{ requests, runMs: milliseconds, left, slowest },
      outcomes: countBy(outcomes, ({ result }) => result),
      notes: findings.filter(({ severity }) => severity === 'note').length,
      failures: failuresOf(kind, findings),
    }
  } finally {
    sender.close()
    await server.close()
  }
}

const judgeMock = async (file, most) => {
  const [{ contract, mockBase: base }] = await loadContracts(file, {})
  const server = await createServer({ contract: file, state: 'off', watch: false })
  // The mock asks that there are credentials and cannot know whose they are.
  const user = new Map([...contract.securitySchemes.keys()].map((name) => [name, 'user:password']))
  return judge('mock', { server, contract, base, user, most })
}

const judgeSandbox = async (file, most) => {
  const [{ contract }] = await loadContracts(file, {})
  const server = await createServer({ contract: file, state: 'on', auth: 'verify', watch: false })
  const user = await credentialsOf(server, contract, 'user@example.com')
  return judge('sandbox', { server, contract, base: '', user, most })
}

const outcomeOf = async (run) => {
  try {
    return await run()
  } catch (error) {
    return { crashed: error.stack ?? String(error) }
  }
}

/** Both verdicts on a document: `{ operations, mock, sandbox }`, of at most `most` requests each. */
export const verifyDocument = async (file, most) => {
  const [{ contract }] = await loadContracts(file, {})
  return {
    operations: contract.operations.length,
    mock: await outcomeOf(() => judgeMock(file, most)),
    sandbox: await outcomeOf(() => judgeSandbox(file, most)),
  }
}
