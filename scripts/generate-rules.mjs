// Makes docs/rules.md from src/verify/rules.ts.
//
//   node scripts/generate-rules.mjs            writes it
//   node scripts/generate-rules.mjs --check    writes nothing; exits 1 when it differs
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { build } from './build.mjs'

await build()
const { ruleIds, ruleOf } = await import('../dist/verify/rules.js')

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

const row = (id) => {
  const { title, severity } = ruleOf(id)
  return `| [\`${id}\`](#${id.toLowerCase()}) | ${severity} | ${cell(title)} |`
}

const section = (id) => {
  const { title, severity, meaning, fix } = ruleOf(id)
  const name = title[0].toUpperCase() + title.slice(1)
  return `### ${id}\n\n${name} (${severity}). ${cell(meaning)}\n\n${cell(fix)}\n`
}

const text = `# Rules

<!-- Made from src/verify/rules.ts by scripts/generate-rules.mjs; do not edit. -->

What \`openapi-sandbox verify\`, \`run\` and the matchers judge by. The ids do not change. An error fails a run; warnings
and notes do not. \`--skip-rule V113,V114\` leaves rules out, \`openapi-sandbox explain V104\` prints one of them.
What is a finding and what is not: [decision 053](decisions/053-what-a-finding-is.md).

| Rule | Severity | What is wrong |
| --- | --- | --- |
${ruleIds.map(row).join('\n')}

${ruleIds.map(section).join('\n')}
`

const file = fileURLToPath(new URL('../docs/rules.md', import.meta.url))
const page = await format(text, { parser: 'markdown', printWidth: 100 })
const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === page

if (process.argv.includes('--check')) {
  if (!isCurrent) {
    console.error('docs/rules.md does not fit src/verify/rules.ts. Run: npm run generate')
    process.exitCode = 1
  }
} else if (!isCurrent) {
  writeFileSync(file, page)
  console.log('written: docs/rules.md')
}
