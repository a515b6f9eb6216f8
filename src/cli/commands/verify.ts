import type { Contract } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { monotonic, systemClock } from '../../sandbox/clock.js'
import { createCredentials, type KnownCredentials } from '../../verify/call/credentials.js'
import { createHttpSender } from '../../verify/call/create-http-sender.js'
import type { RunSettings } from '../../verify/stage.js'
import type { Command, CommandCall } from '../command.js'

const contractOf = async ({ positionals, values, world }: CommandCall): Promise<Contract> => {
  const { loadContracts } = await import('../../server/serve-contract.js')
  const [served] = await loadContracts(positionals[0], {
    ...(values.overlay && { overlay: values.overlay }),
    ...(world.input && { input: world.input }),
  })
  return (served as NonNullable<typeof served>).contract
}

const baseOf = ({ values }: CommandCall): string => {
  if (values.base !== undefined) return values.base
  throw new SetupError(
    'option-invalid',
    'verify needs to know which server: --base is missing.',
    {},
    'Write for example: openapi-sandbox verify api.yaml --base http://localhost:4010',
  )
}

const known = (said: readonly string[] = []): KnownCredentials =>
  new Map(
    said.map((text) => {
      const at = text.indexOf('=')
      return [text.slice(0, at), text.slice(at + 1)] as const
    }),
  )

const settingsOf = ({ values }: CommandCall): RunSettings => ({
  stateless: values.stateless,
  nonce: values.runSeed ?? systemClock.now().toString(36),
  hasOther: values.otherCredential !== undefined || values.otherLogin !== undefined,
  safeOnly: false,
  rounds: Number(values.rounds),
})

/** Verifies a running server by a contract. */
export const verify: Command = async (call) => {
  const { values, world } = call
  const base = baseOf(call)
  const contract = await contractOf(call)
  const { prepareVerification } = await import('../../verify/verify.js')
  const timeout = values.timeout * 1000
  const sender = createHttpSender({ base, monotonic, timeout })
  try {
    const { run } = await prepareVerification({
      contract,
      settings: settingsOf(call),
      credentials: createCredentials(contract, {
        user: known(values.credential),
        other: known(values.otherCredential),
      }),
      send: sender.send,
      ...{ now: systemClock.now, monotonic },
    })
    const { findings, requests } = await run()
    for (const { rule, severity, method, path, message } of findings)
      world.printer.line(`${rule} ${severity} ${method} ${path}: ${message}`)
    world.printer.line(`${requests} requests, ${findings.length} findings`)
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0
  } finally {
    sender.close()
  }
}
