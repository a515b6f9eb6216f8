/** The forms that reports are written in. */
export const reportFormats = ['junit', 'sarif', 'html', 'json', 'har', 'markdown'] as const

/** The form of a report. */
export type ReportFormat = (typeof reportFormats)[number]
