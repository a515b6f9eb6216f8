import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'

const root = join(__dirname, '../..')

interface Row {
  readonly judge: string
  readonly version: string
  readonly target?: string
  readonly notRun?: string
  readonly cases?: number
  readonly failed?: number
  readonly networkErrors?: number
  readonly text?: string
}

const judged = (): Promise<readonly Row[]> =>
  new Promise((resolve, reject) => {
    const words = [join(root, 'scripts/conformance.mjs'), '--json']
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.on('error', reject)
    child.on('close', () => {
      try {
        resolve(JSON.parse(text) as Row[])
      } catch {
        reject(new Error(`The judges said: ${text}`))
      }
    })
  })

let rows: readonly Row[] = []
beforeAll(async () => void (rows = await judged()), 400_000)

test('the judges of others have nothing against this server, and the network held', () => {
  const complaints = rows.filter(({ failed = 0, networkErrors = 0 }) => failed + networkErrors > 0)
  expect(complaints.map(({ judge, target, text }) => `${judge}, ${target}: ${text}`)).toEqual([])
})

test('each was asked something', () => {
  const asked = rows.filter(({ notRun }) => notRun === undefined)
  for (const { judge, version, notRun } of rows)
    if (notRun !== undefined) process.stdout.write(`${judge} ${version} ${notRun}\n`)
  expect(asked.filter(({ cases = 0 }) => cases === 0)).toEqual([])
  // npm has installed this package: it can install theirs.
  expect(asked.map(({ judge }) => judge)).toContain('Redocly respect')
})
