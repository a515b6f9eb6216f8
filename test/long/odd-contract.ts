const text = { type: 'string' }
const tree = { $ref: '#/components/schemas/Tree' }
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer', format: 'int64' } }

const ok = (schema: object) => ({
  '200': { description: 'Fine', content: { 'application/json': { schema } } },
})

const query = (name: string, schema: object, more: object = {}) => ({
  name,
  in: 'query',
  schema,
  ...more,
})

/** A contract with what few others have, all in one place. */
export const oddContract = {
  openapi: '3.1.0',
  info: { title: 'Odd', version: '1' },
  paths: {
    '/things/{id}': {
      parameters: [id],
      get: {
        parameters: [
          query('deep', { type: 'object', additionalProperties: text }, { style: 'deepObject' }),
          query('list', { type: 'array', items: { type: 'integer' } }, { explode: false }),
          query(
            'piped',
            { type: 'array', items: text },
            { style: 'pipeDelimited', explode: false },
          ),
          query('free', { type: 'object', additionalProperties: { type: 'integer' } }),
          query('pattern', { type: 'string', pattern: '^(a+)+$', maxLength: 40 }),
          { name: 'X-List', in: 'header', schema: { type: 'array', items: { type: 'integer' } } },
          { name: 'session', in: 'cookie', schema: { type: 'string', format: 'uuid' } },
        ],
        responses: ok({ type: 'object', required: ['id'], properties: { id: id.schema, tree } }),
      },
      put: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: tree },
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                properties: { a: { type: 'array', items: text }, o: tree },
              },
            },
            'multipart/form-data': {
              schema: {
                type: 'object',
                properties: { file: { type: 'string', format: 'binary' }, o: tree },
              },
            },
            'text/*': { schema: { type: 'string', maxLength: 10 } },
          },
        },
        responses: { '204': { description: 'Taken' }, default: { description: 'Refused' } },
      },
    },
    '/label/{a}{b}': {
      get: {
        parameters: [
          {
            name: 'a',
            in: 'path',
            required: true,
            style: 'label',
            schema: { type: 'array', items: text },
          },
          {
            name: 'b',
            in: 'path',
            required: true,
            style: 'matrix',
            explode: true,
            schema: { type: 'object' },
          },
        ],
        responses: ok({ type: 'array', items: tree }),
      },
    },
    '/either': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
                discriminator: {
                  propertyName: 'kind',
                  mapping: { cat: 'Cat', dog: '#/components/schemas/Dog' },
                },
              },
            },
          },
        },
        responses: ok({ type: 'string' }),
      },
    },
  },
  components: {
    schemas: {
      Tree: {
        type: 'object',
        properties: {
          name: { type: ['string', 'null'] },
          children: { type: 'array', items: tree, uniqueItems: true },
        },
        unevaluatedProperties: false,
      },
      Cat: {
        type: 'object',
        required: ['kind'],
        properties: { kind: text, lives: { type: 'integer', maximum: 9 } },
      },
      Dog: {
        type: 'object',
        required: ['kind', 'bark'],
        properties: { kind: text, bark: { type: 'boolean' } },
      },
    },
  },
}
