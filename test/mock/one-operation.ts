/** A contract with one operation, `GET /things/{thingId}`, that answers what is given. */
export const oneOperation = (
  response: object,
  { schemas = {}, operation = {} }: { readonly schemas?: object; readonly operation?: object } = {},
) => ({
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  paths: {
    '/things/{thingId}': {
      get: {
        operationId: 'getThing',
        parameters: [{ name: 'thingId', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '200': { description: 'It', ...response } },
        ...operation,
      },
    },
  },
  components: { schemas },
})

/** The request that the contract answers. */
export const getThing = 'GET /_mock/one/things/x7'
