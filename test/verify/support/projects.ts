import { createServer, type Server } from '../../../src/index.js'
import type { Contract } from '../../../src/contract/contract.js'
import { contractOf } from './contract-of.js'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const inPath = (name: string) => ({
  ...{ name, in: 'path', required: true, schema: { type: 'integer' } },
})
const limit = { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, default: 20 } }
const page = { name: 'page', in: 'query', schema: { type: 'integer', minimum: 1, default: 1 } }
const gone = { description: 'There is none.' }
const bad = { description: 'It is not what the contract says.' }
const ok = (schema: object) => ({ description: 'It is.', ...json(schema) })

const itemPaths = (schema: string) => ({
  get: { operationId: `read${schema}`, responses: { 200: ok(ref(schema)), 404: gone, 400: bad } },
  put: {
    operationId: `replace${schema}`,
    requestBody: { required: true, ...json(ref(schema)) },
    responses: { 200: ok(ref(schema)), 404: gone, 400: bad, 422: bad },
  },
  patch: {
    operationId: `change${schema}`,
    requestBody: { required: true, ...json(ref(`${schema}Patch`)) },
    responses: { 200: ok(ref(schema)), 404: gone, 400: bad, 422: bad },
  },
  delete: { operationId: `delete${schema}`, responses: { 204: gone, 404: gone, 400: bad } },
})

const listPaths = (schema: string, filter: string) => ({
  get: {
    operationId: `list${schema}s`,
    parameters: [limit, page, { name: filter, in: 'query', schema: { type: 'string' } }],
    responses: { 200: ok({ type: 'array', items: ref(schema) }), 400: bad, 404: gone, 422: bad },
  },
  post: {
    operationId: `create${schema}`,
    requestBody: { required: true, ...json(ref(schema)) },
    responses: { 201: ok(ref(schema)), 400: bad, 404: gone, 422: bad },
  },
})

const schemaOf = (members: object) => ({
  type: 'object',
  required: ['title'],
  properties: { id: { type: 'integer', readOnly: true }, ...members },
})

const projectMembers = {
  title: { type: 'string', minLength: 8, maxLength: 40 },
  state: { type: 'string', enum: ['open', 'closed'] },
  budget: { type: 'number' },
}
const taskMembers = {
  title: { type: 'string', minLength: 8, maxLength: 40 },
  weight: { type: 'integer' },
}

/** Projects with tasks: everything that can be done with both. */
export const projectsContract = (more: object = {}): Contract =>
  contractOf(
    {
      '/projects': listPaths('Project', 'state'),
      '/projects/{projectId}': { parameters: [inPath('projectId')], ...itemPaths('Project') },
      '/projects/{projectId}/tasks': {
        parameters: [inPath('projectId')],
        ...listPaths('Task', 'title'),
      },
      '/projects/{projectId}/tasks/{taskId}': {
        parameters: [inPath('projectId'), inPath('taskId')],
        ...itemPaths('Task'),
      },
    },
    {
      ...more,
      components: {
        securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
        schemas: {
          Project: schemaOf(projectMembers),
          ProjectPatch: { type: 'object', minProperties: 1, properties: projectMembers },
          Task: schemaOf(taskMembers),
          TaskPatch: { type: 'object', minProperties: 1, properties: taskMembers },
        },
      },
    },
  )

/** A server of that contract that does what it says. */
export const projectsServer = (contract: Contract): Promise<Server> =>
  createServer({ contract: { ...contract.document }, state: 'on' })
