import { describe, expect, test } from '@jest/globals'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import { walkList, type Walk } from '../../src/verify/lifecycle/walk-list.js'
import { validDraft } from '../../src/verify/plan/valid-draft.js'
import type { RequestDraft } from '../../src/verify/request-draft.js'
import type { Sent } from '../../src/verify/stage.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { replyOf } from './support/reply-of.js'

const id = { type: 'integer' }
const item = { type: 'object', properties: { id, name: { type: 'string' } } }
const json = (schema: object) => ({ content: { 'application/json': { schema } } })

/** Items behind a cursor; some contracts document that a Link header leads on. */
const contractWith = (headers?: object) =>
  contractOf({
    '/items': {
      get: {
        operationId: 'list',
        parameters: [
          { name: 'cursor', in: 'query', schema: { type: 'string' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 5 } },
        ],
        responses: {
          200: {
            description: '',
            ...json({ type: 'array', items: item }),
            ...(headers && { headers }),
          },
        },
      },
      post: {
        operationId: 'add',
        requestBody: json(item),
        responses: { 201: { description: '', ...json(item) } },
      },
    },
    '/items/{id}': {
      get: {
        operationId: 'read',
        parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
        responses: { 200: { description: '', ...json(item) } },
      },
    },
  })

interface Page {
  readonly ids: readonly number[]
  readonly link?: string
}

/** Reads the list of a server that answers these pages, five items being asked for. */
const walk = async (headers: object | undefined, pages: readonly Page[]) => {
  const contract = contractWith(headers)
  const operation = operationOf(contract, 'list')
  const list = inferResources(contract).sureInferenceOf('list')
  if (!list) throw new TypeError('It is a list')
  const asked: unknown[] = []
  const send = (draft: RequestDraft): Promise<Sent> => {
    const { ids, link } = pages[asked.length] ?? { ids: [] }
    asked.push([...draft.parameters].find(([{ name }]) => name === 'cursor')?.[1])
    const body = ids.map((one) => ({ id: one }))
    const fields = ['Content-Type', 'application/json', ...(link ? ['Link', link] : [])]
    return Promise.resolve({
      ...{ operation, status: 200, isSuccess: true, body, faults: [] },
      request: { method: 'GET', target: '/items', headers: [] },
      answer: replyOf(200, fields, JSON.stringify(body)),
    })
  }
  const draft = await validDraft(operation, { values: 'documented', seed: '' })
  const found = await walkList(
    { prepare: send, unjudged: send },
    list,
    draft,
    new Map([['limit', 5]]),
  )
  return { asked, ids: idsOf(found), isWhole: found?.isWhole }
}

const idsOf = (found: Walk | undefined): unknown[] | undefined =>
  found?.items.map((one) => (one as { readonly id: number }).id)

describe('a list with a cursor that only a Link header tells', () => {
  const documented = { Link: { schema: { type: 'string' } } }

  test('ends where a page that is not full has none', async () => {
    const pages = [{ ids: [1, 2] }]
    expect(await walk(documented, pages)).toMatchObject({ ids: [1, 2], isWhole: true })
    // Where nothing documents the header, nothing says that there are no more.
    expect(await walk(undefined, pages)).toMatchObject({ ids: [1, 2], isWhole: false })
  })

  test('is not known to end where a full page has none', async () => {
    const full = [{ ids: [1, 2, 3, 4, 5] }]
    expect(await walk(documented, full)).toMatchObject({ isWhole: false })
  })

  test('goes on where there is one', async () => {
    const link = '</items?cursor=next&limit=5>; rel="next"'
    const found = await walk(documented, [{ ids: [1, 2, 3, 4, 5], link }, { ids: [6] }])
    expect(found).toEqual({ asked: [undefined, 'next'], ids: [1, 2, 3, 4, 5, 6], isWhole: true })
  })
})
