import { SetupError } from '../errors.js'
import { placeText } from './place-text.js'
import { capBytes, escapeControls, maskSecrets } from './printable.js'

/** The exit code of a command that failed for a reason that is our fault (EX_SOFTWARE of sysexits.h). */
export const internalExitCode = 70

/** The exit code of a command that failed with this error. */
export const exitCodeOf = (error: unknown): number =>
  error instanceof SetupError ? error.exitCode : internalExitCode

/** What a failed command prints: one line with place, cause and fix for a SetupError (after one for each
 * fault it stands for), else the stack. */
export const errorText = (error: unknown): string => {
  if (error instanceof SetupError) return [...error.faults, error].map(setupText).join('\n')
  const text = error instanceof Error ? (error.stack ?? String(error)) : String(error)
  const lines = text.split('\n').map(escapeControls).map(maskSecrets)
  return ['Internal error of openapi-sandbox; please report it:', ...lines].join('\n')
}

const setupText = (error: SetupError): string => {
  const place = placeText(error.place)
  const text = [`error ${error.code}:`, place && `${place}:`, sentence(error.message), error.fix]
  return capBytes(escapeControls(text.filter(Boolean).join(' ')))
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
