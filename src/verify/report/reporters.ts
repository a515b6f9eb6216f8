import { har } from './har.js'
import { html } from './html.js'
import { jsonReport } from './json-report.js'
import { junit } from './junit.js'
import { markdown } from './markdown.js'
import type { Report } from './report.js'
import type { ReportFormat } from './report-format.js'
import { sarif } from './sarif.js'

/** How a report is written in each form. */
export const reporters: Readonly<Record<ReportFormat, (report: Report) => string>> = {
  junit,
  sarif,
  html,
  json: jsonReport,
  har,
  markdown,
}
