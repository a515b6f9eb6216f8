/** A page as it is written once: shown as HTML, and given as Markdown. */
export interface DocsText {
  /** The heading of the page: a plain text. */
  readonly title: string
  /** What the page is about in one line: a plain text. */
  readonly about: string
  /** Markdown of what stands below the heading. */
  readonly body: string
}
