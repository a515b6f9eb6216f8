import { errors, SetupError, type ErrorCode } from '../errors.js'
import { explanations } from './explanations.js'

const culprits = {
  client: 'the client that sent the request',
  contract: 'the contract',
  operator: 'whoever started the command',
  server: 'openapi-sandbox, or what it runs on',
} as const

const culpritOf = (code: ErrorCode): keyof typeof culprits => {
  const { status } = errors[code]
  if (code.startsWith('contract-')) return 'contract'
  if (status === 0) return code === 'store-damaged' ? 'server' : 'operator'
  return status < 500 ? 'client' : 'server'
}

const exitCodeOf = (code: ErrorCode): number => new SetupError(code, '').exitCode

/** What there is to be said about a code; the names stay as they are. */
export const explanationOf = (code: ErrorCode) => {
  const { status, title, fix } = errors[code]
  return {
    code,
    title,
    ...(status > 0 ? { status } : { exitCode: exitCodeOf(code) }),
    fault: culpritOf(code),
    ...explanations[code],
    fix,
  }
}

const indented = (text: string): string[] => text.split('\n').map((line) => `    ${line}`)

/** The same for people. */
export const explanationLines = (code: ErrorCode): string[] => {
  const { title, fault, meaning, wrong, right, fix } = explanationOf(code)
  const { status } = errors[code]
  const outcome = status === 0 ? `exit code ${exitCodeOf(code)}` : `HTTP status ${status}`
  return [
    `${code}: ${title} (${outcome})`,
    '',
    ...(meaning === undefined ? [] : [meaning, '']),
    `Whose fault: ${culprits[fault]}.`,
    ...(wrong === undefined ? [] : ['', 'Wrong:', ...indented(wrong)]),
    ...(right === undefined ? [] : ['', 'Right:', ...indented(right)]),
    '',
    `What to do: ${fix}`,
    '',
  ]
}
