// Makes docs/errors.md from src/errors.ts and src/cli/explanations.ts.
//
//   node scripts/generate-errors.mjs            writes it
//   node scripts/generate-errors.mjs --check    writes nothing; exits 1 when it differs
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { build } from './build.mjs'

await build()
const { errors, SetupError } = await import('../dist/errors.js')
const { explanationOf } = await import('../dist/cli/explanation-of.js')

const rows = Object.entries(errors).map(([code, row]) => ({ code, ...row }))
const cell = (text) =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('__', '\\_\\_')
const table = (head, lines) =>
  [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n')

const problemTable = (chosen) =>
  table(
    ['Code', 'Status', 'What happened', 'What to do'],
    chosen.map(({ code, status, title, fix }) => [`\`${code}\``, status, cell(title), cell(fix)]),
  )

const setupTable = (chosen) =>
  table(
    ['Code', 'Exit code', 'What happened', 'What to do'],
    chosen.map(({ code, title, fix }) => [
      `\`${code}\``,
      new SetupError(code, '').exitCode,
      cell(title),
      cell(fix),
    ]),
  )

const block = (title, example) =>
  example === undefined ? '' : `${title}:\n\n\`\`\`text\n${example}\n\`\`\`\n\n`

const explained = ({ code, title, meaning, wrong, right, fix }) =>
  `### \`${code}\`\n\n${title}. ${cell(meaning ?? '')}\n\n` +
  `${block('Wrong', wrong)}${block('Right', right)}${cell(fix)}\n`

const text = `# Errors

<!-- Made from src/errors.ts and src/cli/explanations.ts by scripts/generate-errors.mjs; do not edit. -->

Every error has a stable code and says whose fault it is. Codes do not change; texts may get better.

## The client can act on it

The answer is in the shape that the contract documents for the operation and the status
([how it is filled](steering.md#documented-error-shapes)), else an \`application/problem+json\` document (RFC 9457)
with \`type\` \`urn:openapi-sandbox:error:CODE\`, \`title\`, \`status\`, \`detail\`, \`instance\`, \`code\`, \`fix\`, and
\`violations\` where there are any.

A request that breaks the contract (\`request-invalid\`) gets the first of 422, 400, 4XX and default that its operation
documents (the last two as 422), else 422. The HeyDonto contract documents 400.

${problemTable(rows.filter(({ status }) => status >= 400 && status < 500))}

## The client cannot act on it

A 5xx of ours shows its title and the request id, nothing else. The log has the whole of it under that id, which is also in
\`X-Request-Id\`.

${problemTable(rows.filter(({ status }) => status >= 500))}

## The server does not start

The command line prints one line without a stack: the code, the place (file, line, column, JSON pointer), the cause, the
fix. Then it ends with the exit code. The library throws a \`SetupError\` with the same \`code\`, \`place\` and \`fix\`.

${setupTable(rows.filter(({ status }) => status === 0))}

Exit code 70 is a fault of ours.

## The contract has a fault

A fault in one place spoils only that place: it is told once in the log, with file, line, column and JSON pointer, and only
the operation that cannot do without answers 501 with the same diagnosis. Structural faults are told at the start; schemas
and examples are looked at in the background once the server listens, and so is all of a document with more than 200
operations. \`openapi-sandbox lint CONTRACT\` tells all of it at once, \`serve --strict\` serves no contract with a fault.

## Each code

\`openapi-sandbox explain CODE\` prints the same.

${rows.map(({ code }) => explained(explanationOf(code))).join('\n')}
`

const file = fileURLToPath(new URL('../docs/errors.md', import.meta.url))
const page = await format(text, { parser: 'markdown', printWidth: 100 })
const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === page

if (process.argv.includes('--check')) {
  if (!isCurrent) {
    console.error('docs/errors.md does not fit src/errors.ts. Run: npm run generate')
    process.exitCode = 1
  }
} else if (!isCurrent) {
  writeFileSync(file, page)
  console.log('written: docs/errors.md')
}
