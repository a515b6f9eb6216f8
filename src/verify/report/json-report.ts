import type { Report } from './report.js'

/** The version of the form of JSON reports; it changes when a member is renamed or goes. */
export const jsonReportVersion = 1

/** A report as JSON, by docs/verify-report.schema.json. */
export const jsonReport = (report: Report): string => {
  const { product, version, exchanges, ...rest } = report
  const text = {
    ...{ format: 'openapi-sandbox-verify', formatVersion: jsonReportVersion },
    ...{ product, productVersion: version },
    ...rest,
    exchanges: exchanges().length,
  }
  return `${JSON.stringify(text, null, 2)}\n`
}
