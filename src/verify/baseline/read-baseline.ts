import { type ParsedText, parseText } from '../../contract/source-document.js'
import { SetupError } from '../../errors.js'
import { isObject, own, stringOr } from '../../lib/json-object.js'
import { type Baseline, type BaselineEntry } from './baseline.js'

const format = 'openapi-sandbox-baseline'

/** The text of a file with a baseline. */
export const writeBaseline = (findings: Baseline): string =>
  `${JSON.stringify({ format, version: 1, findings }, null, 2)}\n`

/** What git writes where two sides have changed the same lines. */
const conflictMark = /^(<{7}|={7}|>{7})( |$)/

const dateShape = /^\d{4}-\d{2}-\d{2}$/

const isDate = (text: string): boolean =>
  dateShape.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true

const parsed = async (text: string, file: string): Promise<ParsedText> => {
  try {
    return await parseText(text, file)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    throw new SetupError('baseline-invalid', error.message, error.place, error.fix)
  }
}

/**
 * Reads the text of a file with a baseline.
 * @throws SetupError `baseline-invalid` with file, line and column.
 */
export const readBaseline = async (text: string, file: string): Promise<Baseline> => {
  const conflict = text.split('\n').findIndex((line) => conflictMark.test(line))
  if (conflict >= 0)
    throw new SetupError(
      'baseline-invalid',
      'It has a conflict of a merge that nobody has resolved',
      { file, line: conflict + 1 },
      'Keep the entries of both sides: each is one object of findings, and their order does not matter.',
    )
  const { value, place } = await parsed(text, file)
  const invalid = (reason: string, pointer: string): SetupError =>
    new SetupError('baseline-invalid', reason, place(pointer))
  if (!isObject(value) || own(value, 'format') !== format)
    throw invalid(`It is no baseline: format is not ${format}`, '')
  const version = own(value, 'version')
  if (version !== 1) throw invalid(`It has version ${JSON.stringify(version)}, not 1`, '/version')
  const findings = own(value, 'findings')
  if (!Array.isArray(findings)) throw invalid('findings is no list', '/findings')
  return findings.map((one: unknown, index): BaselineEntry => {
    const at = `/findings/${index}`
    if (!isObject(one)) throw invalid('An entry is no object', at)
    const [fingerprint, expires] = [
      stringOr(own(one, 'fingerprint')),
      stringOr(own(one, 'expires')),
    ]
    if (!fingerprint) throw invalid('An entry has no fingerprint', at)
    if (expires === undefined || !isDate(expires))
      throw invalid('expires is no date such as 2030-01-31', `${at}/expires`)
    const said = (name: string): string => stringOr(own(one, name))?.trim() ?? ''
    const message = said('message') || undefined
    const [rule, operation, reason] = [said('rule'), said('operation'), said('reason')]
    return { fingerprint, rule, operation, message, reason, expires }
  })
}
