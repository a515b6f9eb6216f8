import { SetupError } from '../errors.js'
import { positionText } from '../verify/report/finding-text.js'

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/** Test runners show the message of an error and nothing else: it says where it was, and what to do. */
export const toldError = (error: unknown): unknown => {
  if (!(error instanceof SetupError)) return error
  const { code, message, place, fix, faults } = error
  const where = positionText(place)
  const text = [where && `${where}:`, sentence(message), fix].filter(Boolean).join(' ')
  return new SetupError(code, text, place, fix, faults)
}
