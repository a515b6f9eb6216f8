import { isContinuousIntegration } from '../../options.js'
import type { CommandWorld } from '../command.js'
import { counted } from '../fault-lines.js'

const width = 24

const bar = (share: number): string => {
  const full = Math.round(share * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}

/** Shows how far a run is; nothing where nobody watches. */
export interface VerifyProgress {
  readonly show: (done: number, findings: number) => void
  readonly end: () => void
}

/** A bar on the terminal, drawn anew when there is something to be seen. */
export const createProgress = (
  { printer, environment }: Pick<CommandWorld, 'printer' | 'environment'>,
  total: number,
): VerifyProgress => {
  const draw = isContinuousIntegration(environment) ? undefined : printer.progress
  let last = ''
  const show = (done: number, findings: number): void => {
    const share = total === 0 ? 1 : done / total
    const text = `${bar(share)} ${Math.floor(share * 100)} %  ${counted(findings, 'finding')}`
    if (text !== last) draw?.((last = text))
  }
  return { show, end: () => draw?.('') }
}
