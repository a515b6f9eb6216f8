import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { hasFailed } from '../../src/verify/report/create-report.js'
import { gitHubAnnotations } from '../../src/verify/report/git-hub-annotations.js'
import type { Report } from '../../src/verify/report/report.js'
import { reporters } from '../../src/verify/report/reporters.js'
import { caseOf, failedCase, hostile, reportOf, resultOf } from './support/report-of.js'
import { readXml, type XmlNode } from './support/read-xml.js'

const error = { rule: 'V101', message: `status ${hostile}`, keyword: 'status' } as const
const note = { rule: 'V105', message: 'more' } as const
const bare = { rule: 'V160', message: 'an example is wrong' } as const

const withoutCase = () => {
  const { findings } = failedCase('x', [bare])
  return findings.map((one) => ({ ...one, case: undefined, intent: undefined, request: undefined }))
}

const failing = (): Report => {
  const open = { case: caseOf('c'), result: 'unverified', why: `Busy ${hostile}` } as const
  const result = resultOf([failedCase('a', [error, note]), failedCase('b', [note])], [open])
  return reportOf({ ...result, findings: [...result.findings, ...withoutCase()] })
}

const clean = (): Report => reportOf(resultOf([failedCase('b', [note])]))

/** Whether each form says that the run failed. */
const says: Readonly<Record<string, (report: Report) => boolean>> = {
  junit: (report) => Number(readXml(reporters.junit(report)).attributes['failures']) > 0,
  sarif: (report) =>
    sarifOf(report).results.some(({ level, suppressions }) => level === 'error' && !suppressions),
  html: (report) => reporters.html(report).includes('<h1 class="error">'),
  json: (report) =>
    (JSON.parse(reporters.json(report)) as Report).findings.some(({ fails }) => fails),
  markdown: (report) => /^## .*: \d+ findings? in /m.test(reporters.markdown(report)),
  github: (report) => gitHubAnnotations(report).some((line) => line.startsWith('::error ')),
}

interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly suppressions?: unknown
  readonly partialFingerprints: object
  readonly locations: readonly {
    readonly physicalLocation?: { readonly artifactLocation: object; readonly region?: object }
  }[]
}

const sarifOf = (report: Report) => {
  const log = JSON.parse(reporters.sarif(report)) as {
    readonly version: string
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
      readonly results: readonly SarifResult[]
    }[]
  }
  expect(log.version).toBe('2.1.0')
  expect(log.runs).toHaveLength(1)
  return { ...log.runs[0]!, rules: log.runs[0]!.tool.driver.rules }
}

describe('a run that failed is failed in every report, and none other', () => {
  const known = { reason: 'later', expires: '2030-01-01' }
  const tolerated = (): Report =>
    reportOf(resultOf([failedCase('a', [error])]), { known: () => known })
  test.each(Object.keys(says))('%s', (format) => {
    for (const report of [failing(), clean(), tolerated()])
      expect(says[format]?.(report)).toBe(hasFailed(report))
    expect(hasFailed(failing())).toBe(true)
  })
})

describe('junit', () => {
  const suites = readXml(reporters.junit(failing()))
  const cases = suites.children.flatMap(({ children }) => children)
  const named = (part: string): XmlNode =>
    cases.find(({ attributes }) => attributes['name']?.includes(part))!

  test('counts what it has', () => {
    expect(suites.attributes).toMatchObject({
      tests: '4',
      failures: '2',
      errors: '0',
      skipped: '1',
    })
    expect(cases).toHaveLength(4)
    expect(
      cases.filter(({ children }) => children.some(({ name }) => name === 'failure')),
    ).toHaveLength(2)
  })

  test('a case has its operation, place, time and what was found', () => {
    const { attributes, children } = named('boundary: a ')
    expect(attributes).toMatchObject({ classname: 'GET /pets', time: '0.002' })
    expect(children.map(({ name }) => name)).toEqual(['failure', 'system-out'])
    expect(children[0]?.attributes['type']).toBe('V101 undocumented status')
    // What XML cannot write is told as an escape.
    expect(children[0]?.attributes['message']).toContain('\\u0007]]>\n::error')
    expect(children[0]?.text).toContain('curl -i -X GET')
  })

  test('what proved nothing is skipped, with the reason', () => {
    const [skipped] = named('boundary: c ').children
    expect(skipped?.name).toBe('skipped')
    expect(skipped?.attributes['message']).toMatch(/^unverified: Busy /)
  })

  test('what no case was for has a case of its own', () => {
    expect(named('V160').children[0]?.name).toBe('failure')
  })
})

describe('sarif', () => {
  test('each result has rule, level, place and fingerprint', () => {
    const report = failing()
    const placed = {
      ...report,
      findings: report.findings.map((one) => ({
        ...one,
        place: { file: 'api docs/a.yaml', line: 3, column: 5 },
      })),
    }
    const { results, rules } = sarifOf(placed)
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['V101', 'error'],
      ['V160', 'error'],
      ['V105', 'note'],
    ])
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId)
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'api%20docs/a.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 5 },
    })
    expect(results[0]?.partialFingerprints).toEqual({
      'openapiSandbox/v1': report.findings[0]?.fingerprint,
    })
  })
})

describe('github', () => {
  test('one command a finding, on one line, whatever is in it', () => {
    const report = failing()
    const [first] = report.findings
    const placed = {
      ...report,
      findings: [{ ...first!, place: { file: 'a,b:c.yaml', line: 3, column: 5 } }],
    }
    const lines = gitHubAnnotations(placed)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(
      /^::error file=a%2Cb%3Ac\.yaml,line=3,col=5,title=V101 undocumented status::GET \/pets: status .*%0A::error::%250A/,
    )
    expect(lines[0]).not.toMatch(/[\r\n]/)
  })

  test('what is known is not marked; notes are notices', () => {
    expect(gitHubAnnotations(clean())[0]).toMatch(/^::notice /)
    const known = { reason: '', expires: '2030-01-01' }
    expect(
      gitHubAnnotations(reportOf(resultOf([failedCase('a', [error])]), { known: () => known })),
    ).toEqual([])
  })
})

test('markdown: text is text, and no fence is ended', () => {
  const text = reporters.markdown(failing())
  expect(text).toContain('### V101 undocumented status: GET /pets')
  expect(text).toContain('&lt;b&gt;&amp;"\'')
  // The reply has three in it.
  expect(text).toContain('\n````text\n500 application/json\n')
  const outside = text.replace(/^(`{3,})\w*\n[^]*?^\1$/gm, '')
  expect(outside).not.toMatch(/<b>|<\/script>/)
  expect(outside).toContain('| status | ')
})

test('markdown: fits the summary of a step (1 MiB), however much was found', () => {
  const report = failing()
  const [first] = report.findings
  const long = 'ä'.repeat(20_000)
  const findings = Array.from({ length: 400 }, () => ({ ...first!, message: long, curl: long }))
  const unverified = [{ why: 'Busy.', cases: 9, operations: Array<string>(9000).fill('GET /pets') }]
  const text = reporters.markdown({ ...report, findings, unverified })
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024)
  expect(text).toContain('\nAnd 350 more:\n')
  expect(text).toContain('\n150 others are in the other reports.\n')
})

test('html: asks for nothing, has no script, and everything is escaped', () => {
  const page = reporters.html(failing())
  expect(page).not.toMatch(
    /<script|<\/script|<b>|javascript:|https?:\/\/(?!localhost:1\b)|url\(|@import|src=/i,
  )
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  expect(page).toContain('&lt;b&gt;&amp;&quot;&#39;\\u0000\\u0007]]&gt;')
  expect(page).not.toContain('\u202e')
  expect(page.match(/<details/g)?.length).toBe(page.match(/<\/details>/g)?.length)
  expect(page).toContain('prefers-color-scheme: dark')
})

test('json: by its schema, in which everything is described', () => {
  const file = join(__dirname, '../../docs/verify-report.schema.json')
  const schema = JSON.parse(readFileSync(file, 'utf8')) as object
  const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(
    schema,
  )
  const known = { reason: 'later', expires: '2030-01-01' }
  const baseline = { known: 1, expired: ['V101'], stale: [] }
  const tolerated = reportOf(resultOf([failedCase('a', [error])]), { known: () => known, baseline })
  for (const report of [failing(), clean(), tolerated]) {
    validate(JSON.parse(reporters.json(report)))
    expect(validate.errors).toBeNull()
  }
})

test('har: every exchange, with bodies and times', () => {
  const { log } = JSON.parse(reporters.har(failing())) as {
    log: { version: string; creator: object; entries: Record<string, unknown>[] }
  }
  expect(log).toMatchObject({
    version: '1.2',
    creator: { name: 'openapi-sandbox', version: '1.2.3' },
  })
  expect(log.entries).toHaveLength(2)
  expect(log.entries[0]).toMatchObject({
    startedDateTime: '2001-09-09T01:46:40.000Z',
    time: 2,
    request: {
      method: 'GET',
      url: 'http://localhost:1/pets?limit=1&api_key=***',
      queryString: [
        { name: 'limit', value: '1' },
        { name: 'api_key', value: '***' },
      ],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: 500,
      statusText: 'Internal Server Error',
      content: { mimeType: 'application/json' },
    },
    cache: {},
    timings: { send: 0, wait: 2, receive: 0 },
  })
})

test.each(Object.entries(reporters))('%s shows no secret', (_, write) => {
  expect(write(failing())).not.toContain('top-secret')
})
