const error = {
  type: 'object',
  required: ['status', 'title'],
  properties: {
    status: { type: 'integer' },
    title: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, code: { type: 'string' } },
      },
    },
  },
}

const painting = {
  type: 'object',
  required: ['id', 'name', 'year', 'tags'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string', minLength: 3, maxLength: 30 },
    year: { type: 'integer', minimum: 1400, maximum: 2000 },
    tags: { type: 'array', minItems: 1, maxItems: 4, items: { type: 'string', minLength: 1 } },
    secret: { type: 'string', writeOnly: true },
  },
  additionalProperties: false,
}

const paintingParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }

/** A contract with what the HeyDonto contract has not: ranges, default, media types, headers. */
export const museum = {
  openapi: '3.0.3',
  info: { title: 'Museum', version: '2.1' },
  paths: {
    '/paintings/{id}': {
      parameters: [paintingParameter],
      get: {
        operationId: 'getPainting',
        responses: {
          '404': {
            description: 'None',
            content: {
              'application/json': {
                schema: error,
                examples: {
                  gone: { value: { status: 404, title: 'Gone away' } },
                  lost: { value: { status: 404, title: 'Lost' } },
                },
              },
            },
          },
          '4XX': {
            description: 'Refused',
            content: {
              'application/json': {
                schema: error,
                example: { status: 400, title: 'Bad Request', detail: 'No', errors: [] },
              },
            },
          },
          default: {
            description: 'Anything else',
            content: {
              'application/problem+json': {
                schema: error,
                example: { status: 500, title: 'Internal Server Error' },
              },
            },
          },
          '200': {
            description: 'It',
            headers: {
              ETag: { schema: { type: 'string' }, example: '"v1"' },
              'X-Rate': { required: true, schema: { type: 'integer', minimum: 7, maximum: 7 } },
              'X-Optional': { schema: { type: 'string' } },
              'Content-Length': { schema: { type: 'integer' }, example: 9 },
              'Not a token': { schema: { type: 'string' }, example: 'x' },
              'X-Lines': { schema: { type: 'string' }, example: 'a\r\nX-Evil: 1' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Painting' },
                examples: {
                  monalisa: { $ref: '#/components/examples/monalisa' },
                  scream: {
                    value: {
                      id: '00000000-0000-4000-8000-000000000002',
                      name: 'The Scream',
                      year: 1893,
                      tags: ['munch'],
                    },
                  },
                },
              },
              'text/plain': { schema: { type: 'string' }, example: 'Mona Lisa, 1503' },
              'application/vnd.museum+json': {
                schema: { $ref: '#/components/schemas/Painting' },
                examples: {
                  night: {
                    value: {
                      id: '00000000-0000-4000-8000-000000000003',
                      name: 'Night Watch',
                      year: 1642,
                      tags: ['rembrandt'],
                    },
                  },
                },
              },
            },
          },
        },
      },
      delete: {
        operationId: 'deletePainting',
        deprecated: true,
        responses: {
          '204': {
            description: 'Gone',
            headers: { 'X-Bin': { schema: { type: 'string' }, example: 'blue' } },
          },
        },
      },
    },
    '/paintings': {
      post: {
        operationId: 'addPainting',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Painting' } } },
        },
        responses: {
          '202': { description: 'Later' },
          '201': {
            description: 'Added',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Painting' } } },
          },
        },
      },
    },
    '/tours': {
      get: {
        operationId: 'followTour',
        responses: { '101': { description: 'Interim' }, '302': { description: 'This way' } },
      },
      post: {
        operationId: 'describeTour',
        requestBody: { content: { 'text/*': {}, 'image/*': {} } },
        responses: { '204': { description: 'Thanks' } },
      },
    },
    '/tickets': {
      get: {
        operationId: 'listTickets',
        responses: { '2XX': { description: 'Some', content: { 'application/json': {} } } },
      },
      post: {
        operationId: 'buyTicket',
        responses: {
          '101': { description: 'Interim' },
          default: {
            description: 'Anything',
            content: { 'application/json': { schema: { type: 'object' }, example: { ok: true } } },
          },
        },
      },
    },
  },
  components: {
    schemas: { Painting: painting },
    examples: {
      monalisa: {
        value: {
          id: '00000000-0000-4000-8000-000000000001',
          name: 'Mona Lisa',
          year: 1503,
          tags: ['leonardo'],
        },
      },
    },
  },
}
