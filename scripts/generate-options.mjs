// Makes docs/options.md from src/options.ts.
//
//   node scripts/generate-options.mjs            writes it
//   node scripts/generate-options.mjs --check    writes nothing; exits 1 when it differs
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'

await build()
const { optionsPage } = await import('../dist/cli/options-page.js')
const page = optionsPage()
const file = fileURLToPath(new URL('../docs/options.md', import.meta.url))
const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === page

if (process.argv.includes('--check')) {
  if (!isCurrent) {
    console.error('docs/options.md does not fit src/options.ts. Run: npm run generate')
    process.exitCode = 1
  }
} else if (!isCurrent) {
  writeFileSync(file, page)
  console.log('written: docs/options.md')
}
