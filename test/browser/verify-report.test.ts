import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { html } from '../../src/verify/report/html.js'
import { failedCase, hostile, reportOf, resultOf } from '../verify/support/report-of.js'
import { launchBrowser } from './browser.js'

let browser: Browser
const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-report-'))
const file = join(folder, 'report.html')

beforeAll(async () => {
  const rules = ['V101', 'V104', 'V110'] as const
  const failed = Array.from({ length: 60 }, (_, at) =>
    failedCase(`case ${at}`, [
      {
        rule: rules[at % 3] ?? 'V101',
        message: `${hostile} ${'x'.repeat(300)}`,
        keyword: `k${at}`,
      },
    ]),
  )
  writeFileSync(file, html(reportOf(resultOf(failed))))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each([
  [360, 'light'],
  [1280, 'dark'],
] as const)(
  'a report of 60 findings at %i px, %s: all is read, nothing is asked for or run',
  async (width, colorScheme) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => asked.push(message.text()))
    await page.goto(pathToFileURL(file).href)
    expect(asked).toEqual([pathToFileURL(file).href])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await page.locator('h1').textContent()).toBe('60 findings in 1 operation')
    expect(await page.locator('main script, main b, main img').count()).toBe(0)
    const findings = page.locator('main > details:has(pre)')
    expect(await findings.count()).toBe(60)
    expect(await page.locator('main > details[open]').count()).toBe(10)
    // A link of the rules leads into its finding, which opens.
    await page.getByRole('link', { name: 'V110' }).press('Enter')
    const id = new URL(page.url()).hash
    expect(id).toMatch(/^#f-[0-9a-f]{16}$/)
    expect(await page.locator(id).isVisible()).toBe(true)
    const last = findings.last()
    expect(await last.locator('pre').first().isVisible()).toBe(false)
    await last.locator('summary').press('Enter')
    expect(await last.locator('pre').first().isVisible()).toBe(true)
    await context.close()
  },
)
