import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { documents, lifecyclesOf } from '../verify/support/verify-own-sandbox.js'

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /\.(json|yaml)$/.test(name))
    .map((name) => join(folder, name))

describe('lifecycles on our own sandbox', () => {
  test.each([...filesIn(documents), ...filesIn(join(documents, '../state'))])(
    'have no findings: %s',
    async (file) => {
      expect((await lifecyclesOf(file)).alarms).toEqual([])
    },
    60_000,
  )
})
