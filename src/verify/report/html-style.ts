/** The style of HTML reports, light and dark. */
export const htmlStyle = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --soft: #59636e; --line: #d1d9e0; --block: #f6f8fa;
  --error: #b3261e; --warning: #8a5a00; --note: #0b5cad; --good: #1a7f37 }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d;
  --block: #151b23; --error: #ff8a80; --warning: #e3b341; --note: #79b8ff; --good: #56d364 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem; max-width: 70rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem }
.soft { color: var(--soft) } .error { color: var(--error) } .warning { color: var(--warning) }
.note { color: var(--note) } .known { color: var(--soft) } .good { color: var(--good) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .25rem .75rem .25rem 0;
  border-bottom: 1px solid var(--line); vertical-align: top } td.number, th.number { text-align: right }
pre { background: var(--block); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem;
  white-space: pre-wrap; font: .85rem/1.45 ui-monospace, monospace }
details { border: 1px solid var(--line); border-radius: .375rem; padding: .5rem .75rem; margin: .5rem 0 }
summary { cursor: pointer }
.wide { overflow-x: auto } .wide table { min-width: 38rem } a { color: var(--note) }
progress { width: 8rem; accent-color: var(--good) }
@media print { body { max-width: none; padding: 0 } details { border: 0; padding: 0 } .wide { overflow: visible }
  .wide table { min-width: 0 } details::details-content { content-visibility: visible; block-size: auto } }
`
