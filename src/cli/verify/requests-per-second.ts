import { SetupError } from '../../errors.js'

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/**
 * How many requests a second `--rate` allows: `50/s`, `100/m`, `50`.
 * @throws SetupError `option-invalid`.
 */
export const requestsPerSecond = (rate: string): number => {
  const [, digits, unit = 's'] = /^(\d{1,6}(?:\.\d{1,3})?)(?: *\/ *([smh]))?$/.exec(rate) ?? []
  const requests = Number(digits) / (units[unit] ?? 1)
  if (requests > 0) return requests
  throw new SetupError(
    'option-invalid',
    `--rate cannot be ${JSON.stringify(rate)}: it takes requests by time, such as 50/s or 100/m.`,
  )
}
