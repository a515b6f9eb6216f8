import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parseText } from '../../src/contract/source-document.js'
import type { SetupError } from '../../src/errors.js'
import type { Server } from '../../src/index.js'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import type { RunSettings } from '../../src/verify/stage.js'
import { readArazzo } from '../../src/verify/workflows/read-arazzo.js'
import { simpleCondition } from '../../src/verify/workflows/simple-condition.js'
import { workflowScenarios } from '../../src/verify/workflows/workflow-scenarios.js'
import { writeArazzo } from '../../src/verify/workflows/write-arazzo.js'
import { projectsContract, projectsServer } from './support/projects.js'
import { type Fetch, runScenarios, settings, told } from './support/run-on.js'

const contract = projectsContract()
let server: Server
beforeAll(async () => void (server = await projectsServer(contract)))
afterAll(() => server.close())

const documentOf = async (text: string) => readArazzo(await parseText(text, 'w.yaml'), 'w.yaml')

const run = async (text: string, fetch: Fetch = server.fetch, more: Partial<RunSettings> = {}) => {
  const document = await documentOf(text)
  const result = await runScenarios(
    contract,
    fetch,
    ({ contract: own }) => workflowScenarios(own, [document]),
    { settings: { ...settings, ...more } },
  )
  return {
    result,
    asked: result.exchanges.map(({ operation }) => operation),
    found: result.findings.map(
      ({ rule, message, place }) => `${rule} ${place.file}:${place.line} ${message}`,
    ),
  }
}

const head = `arazzo: 1.0.1
info: { title: T, version: '1' }
sourceDescriptions: [{ name: api, url: ./api.yaml, type: openapi }]
`

const tour = `${head}components:
  parameters:
    project: { name: projectId, in: path, value: $steps.make.outputs.id }
workflows:
  - workflowId: tour
    dependsOn: [first]
    inputs:
      type: object
      properties:
        title: { type: string, default: A long title }
    steps:
      - stepId: make
        operationId: createProject
        requestBody:
          contentType: application/json
          payload: { title: '{$inputs.title} of {$workflows.first.outputs.word}', budget: 1 }
          replacements: [{ target: /budget, value: 7.5 }]
        successCriteria:
          - condition: $statusCode == 201 && ($response.body#/budget > 7 || false)
          - { context: $response.body#/title, type: regex, condition: '^A long' }
          - { context: $response.body, type: jsonpath, condition: '$[?@ == 7.5]' }
        outputs: { id: $response.body#/id }
      - stepId: read
        operationPath: '{$sourceDescriptions.api.url}#/paths/~1projects~1{projectId}/get'
        parameters: [{ reference: $components.parameters.project }]
        successCriteria:
          - condition: $response.body#/title == 'a LONG title of there'
          - condition: $response.body#/id == $steps.make.outputs.id
      - stepId: nested
        workflowId: remove
        parameters: [{ name: which, value: $steps.make.outputs.id }]
      - stepId: gone
        operationId: $sourceDescriptions.api.readProject
        parameters: [{ reference: $components.parameters.project }]
        successCriteria: [{ condition: $statusCode == 404 }]
  - workflowId: first
    steps:
      - { stepId: list, operationId: listProjects, outputs: { code: $statusCode } }
    outputs: { word: there, code: $steps.list.outputs.code }
  - workflowId: remove
    inputs: { type: object, properties: { which: { type: integer, default: 0 } } }
    steps:
      - stepId: delete
        operationId: deleteProject
        parameters: [{ name: projectId, in: path, value: $inputs.which }]
        successCriteria: [{ condition: $statusCode == 204 || $statusCode == 404 }]
`

test('a workflow is carried out: dependencies, inputs, expressions, criteria, other workflows', async () => {
  const { result, asked, found } = await run(tour)
  expect(found).toEqual([])
  expect(asked.slice(0, 5)).toEqual([
    ...['listProjects', 'createProject', 'readProject', 'deleteProject', 'readProject'],
  ])
  const tours = result.outcomes.filter(({ case: { id } }) => id.startsWith('workflow tour'))
  expect(tours.map(({ result: what }) => what)).toEqual(['passed', 'passed', 'passed'])
})

test('a criterion that does not hold is found at its line, and ends the workflow (V131)', async () => {
  const line = tour.split('\n').findIndex((text) => text.includes('a LONG title')) + 1
  const shouting: Fetch = async (request) => {
    const response = await server.fetch(request)
    if (request.method !== 'GET' || !response.ok) return response
    return new Response((await response.text()).replaceAll('A long', 'No short'), response)
  }
  const { found, asked } = await run(tour, shouting)
  expect(found).toEqual([
    `V131 w.yaml:${line} read: $response.body#/title == 'a LONG title of there' does not hold; it was answered with 200.`,
  ])
  expect(asked.filter((id) => id === 'readProject')).toHaveLength(1)
})

const actions = (onFailure: string) => `${head}workflows:
  - workflowId: w
    steps:
      - stepId: poll
        operationId: readProject
        parameters: [{ name: projectId, in: path, value: 987654 }]
        successCriteria: [{ condition: $statusCode == 200 }]
        onFailure: [${onFailure}]
      - { stepId: skipped, operationId: listProjects }
      - { stepId: last, operationId: listProjects }
`

describe('what follows a failure', () => {
  test('is the same step again, as often as retryLimit says', async () => {
    const waits: number[] = []
    const pause = async (milliseconds: number) => void waits.push(milliseconds)
    const text = actions('{ name: again, type: retry, retryAfter: 0.5, retryLimit: 2 }')
    const { asked, found } = await run(text, server.fetch, { pause })
    expect(asked).toEqual(['readProject', 'readProject', 'readProject'])
    expect(waits).toEqual([500, 500])
    expect(found).toHaveLength(1)
  })

  test('is another step where an action leads there, and no finding then', async () => {
    const { asked, found } = await run(actions('{ name: on, type: goto, stepId: last }'))
    expect([asked, found]).toEqual([['readProject', 'listProjects'], []])
  })
})

test.each([
  ['$statusCode == 200', true],
  ['$statusCode != 200 || $response.body#/a == 1', true],
  ['!($statusCode >= 300)', true],
  ["$response.header.x == 'YES' && $response.body#/list/0 == 'it''s'", true],
  ['$response.body#/none == null', true],
  ['$response.body#/a > 1', false],
  ['$inputs.deep.name == "x', undefined],
  ['$statusCode ==', undefined],
  ['$statusCode 200', undefined],
  ["$inputs.deep.list[1].name == 'two'", true],
])('the condition %s is %s', (text, expected) => {
  const condition = simpleCondition(text)
  if ('flaw' in condition) return expect(expected).toBeUndefined()
  const request = {
    ...{ header: () => undefined, body: undefined, query: new Map<string, string>(), path: {} },
  }
  const body = { a: 1, list: ["it's"] }
  const response = { header: (name: string) => (name === 'x' ? 'yes' : undefined), body }
  const inputs = { deep: { list: [{ name: 'one' }, { name: 'two' }] } }
  return expect(
    condition({
      ...{ root: {}, inputs, steps: new Map(), workflows: new Map() },
      facts: { url: '/', method: 'GET', status: 200, request, response },
    }),
  ).toBe(expected)
})

test.each([
  ['a version', 'arazzo: 2.0.0', 1, /Arazzo 2.0.0 is not known/],
  ['no workflow', `${head}workflows: []`, 4, /workflows is no list/],
  [
    'a step of nothing',
    `${head}workflows: [{ workflowId: a, steps: [{ stepId: s }] }]`,
    4,
    /names none/,
  ],
  [
    'a dependency',
    `${head}workflows:\n  - workflowId: a\n    dependsOn: [b]\n    steps: [{ stepId: s, operationId: listProjects }]`,
    6,
    /no workflow b/,
  ],
  [
    'an operation',
    `${head}workflows:\n  - workflowId: a\n    steps: [{ stepId: s, operationId: listProject }]`,
    6,
    /did you mean listProjects/,
  ],
  ['an action', actions('{ name: on, type: goto, stepId: nowhere }'), 11, /no step nowhere/],
  [
    'a condition',
    `${head}workflows:\n  - workflowId: a\n    steps:\n      - stepId: s\n        operationId: listProjects\n        successCriteria:\n          - condition: 1 +`,
    10,
    /is not understood/,
  ],
])('a broken document is told with its place: %s', async (_, text, line, message) => {
  const fault = await run(text).then(
    () => undefined,
    (error: SetupError) => error,
  )
  expect(fault?.code).toBe('workflow-invalid')
  expect(fault?.place.line).toBe(line)
  expect(fault?.message).toMatch(message)
})

test('the lifecycles that were inferred are written as workflows that can be carried out, twice', async () => {
  const written = await writeArazzo(contract, inferResources(contract), './api.yaml')
  const text = JSON.stringify(written)
  for (const nonce of ['one', 'two']) {
    const { result, asked, found } = await run(text, server.fetch, { nonce })
    expect([found, told(result)]).toEqual([[], []])
    expect(asked).toEqual(
      expect.arrayContaining([
        'createTask',
        'listTasks',
        'replaceTask',
        'changeTask',
        'deleteTask',
      ]),
    )
    const open = result.outcomes.filter(({ result: what }) => what !== 'passed')
    expect(open).toEqual([])
    expect(result.left).toBe(0)
  }
})
