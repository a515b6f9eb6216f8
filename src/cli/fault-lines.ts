import type { ContractFault } from '../contract/contract-faults.js'
import type { Paint } from './paint.js'
import { counted } from '../lib/counted.js'
import { escapeControls } from './printable.js'

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const positionOf = ({ place: { file, line, column } }: ContractFault): string =>
  [file ?? '-', line, column].filter((part) => part !== undefined).join(':')

/** A fault for people: `file:line:column  severity  CODE  message`, then pointer, operation and fix. */
export const faultLines = (faults: readonly ContractFault[], paint: Paint): readonly string[] =>
  faults.flatMap((fault) => {
    const { severity, code, message, fix, place, operationId } = fault
    const level = paint.level(severity === 'error' ? 'error' : 'warn')
    const shown = severity === 'error' ? level : level.replace('warn', 'warning')
    const where = [`#${place.pointer ?? ''}`, operationId && `in ${operationId}`].filter(Boolean)
    return [
      `${escapeControls(positionOf(fault))}  ${shown}  ${code}  ${escapeControls(sentence(message))}`,
      paint.dim(`    ${escapeControls(where.join(' '))}`),
      `    ${escapeControls(fix)}`,
    ]
  })

/** A fault for programs; the names and their order stay as they are. */
export const faultJson = (fault: ContractFault) => {
  const { severity, code, message, fix, place, operationId } = fault
  return {
    file: place.file ?? null,
    line: place.line ?? null,
    column: place.column ?? null,
    pointer: place.pointer ?? null,
    operationId: operationId ?? null,
    severity,
    code,
    message,
    fix,
  }
}

/** What a run has found, in one line. */
export const summaryLine = (files: number, faults: readonly ContractFault[]): string => {
  const errors = faults.filter(({ severity }) => severity === 'error').length
  const checked = counted(files, 'document')
  if (faults.length === 0) return `${checked}: nothing is wrong.`
  const codes = [...new Set(faults.map(({ code }) => code))].slice(0, 1).join()
  const warnings = counted(faults.length - errors, 'warning')
  return `${checked}: ${counted(errors, 'error')}, ${warnings}. More: openapi-sandbox explain ${codes}`
}
