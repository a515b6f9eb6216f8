import { canErase, isContinuousIntegration } from '../../options.js'
import type { CommandWorld } from '../command.js'
import { counted } from '../../lib/counted.js'

const widest = 24

/** What stands beside the bar: `100 %  1234 findings`. */
const beside = 24

const bar = (share: number, width: number): string => {
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
  const isShown = !isContinuousIntegration(environment) && canErase(environment)
  const draw = isShown ? printer.progress : undefined
  let last = ''
  const show = (done: number, findings: number): void => {
    const share = total === 0 ? 1 : done / total
    // What does not fit the line would be drawn below itself, again and again.
    const width = Math.max(0, Math.min(widest, (printer.columns?.() ?? 80) - beside))
    const text = `${bar(share, width)} ${Math.floor(share * 100)} %  ${counted(findings, 'finding')}`
    if (text !== last) draw?.((last = text))
  }
  return { show, end: () => draw?.('') }
}
