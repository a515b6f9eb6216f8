import { expect, test } from '@jest/globals'
import { placeOf } from '../../src/generate/schema-place.js'
import { differences } from '../../src/verify/lifecycle/differences.js'
import { contractOf, operationOf } from './support/contract-of.js'

const text = { type: 'string' }
const shown = {
  type: 'object',
  properties: {
    name: text,
    born: { type: 'string', format: 'date-time' },
    owner: text,
    tags: { type: 'array', items: text },
    serial: { type: 'integer', format: 'int64' },
    size: { type: 'object', properties: { width: { type: 'integer' } } },
  },
}
const place = placeOf(
  operationOf(
    contractOf({
      '/a': {
        get: {
          operationId: 'a',
          responses: {
            200: { description: '', content: { 'application/json': { schema: shown } } },
          },
        },
      },
    }),
    'a',
  ).responses[0]?.contents[0]?.schema,
)

/** What was said, what is read, and where that is not the same. */
const rows: readonly (readonly [said: unknown, read: unknown, pointers: readonly string[]])[] = [
  [{ name: 'Rex' }, { name: 'Rex', more: 1 }, []],
  [{ name: 'Rex' }, { name: 'rex' }, ['/name']],
  [{ name: 'Rex' }, {}, ['/name']],
  [{ name: 'Rex', hidden: 1 }, { name: 'Rex' }, []],
  [{ name: null }, {}, []],
  [{ tags: [] }, { tags: null }, []],
  [{ tags: ['a', 'b'] }, { tags: ['b', 'a'] }, ['/tags/0', '/tags/1']],
  [{ tags: ['a', 'b'] }, { tags: ['a'] }, ['/tags']],
  [{ born: '2020-01-01T00:00:00Z' }, { born: '2020-01-01T01:00:00+01:00' }, []],
  [{ born: '2020-01-01T00:00:00Z' }, { born: '2021-01-01T00:00:00Z' }, ['/born']],
  [{ serial: 9007199254740993n }, { serial: 9007199254740992 }, ['/serial']],
  [{ size: { width: 1 } }, { size: { width: 2 } }, ['/size/width']],
  [{ size: { width: 1 } }, { size: 'small' }, ['/size']],
  // The answer documents a text where the request has an object: which of both it means, nothing says.
  [{ owner: { id: 1 } }, { owner: 'ada' }, []],
  [{ owner: { id: 1 } }, {}, ['/owner']],
]

test.each(rows)('said %j, read %j: %j', (said, read, pointers) => {
  expect(differences(said, read, place).map(({ pointer }) => pointer)).toEqual(pointers)
})
