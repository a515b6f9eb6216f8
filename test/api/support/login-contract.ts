const json = (schema: object, example?: unknown) => ({
  description: 'OK',
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
})
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
})
const text = { type: 'string' }
const body = (schema: object) => ({
  requestBody: { required: true, content: { 'application/json': { schema } } },
})
const named = object({ email: text, password: { type: 'string', writeOnly: true } })
const user = object({ id: { type: 'integer', readOnly: true }, email: text, name: text })
const refused = {
  description: 'Refused',
  content: {
    'application/json': { schema: object({ message: text }), example: { message: 'No' } },
  },
}
const operation = (operationId: string, responses: object, more: object = {}) => ({
  ...{ operationId, responses: { ...responses, 401: refused }, ...more },
})
const open = { security: [] }

/** A contract with the usual ways to log in, and things that only somebody who has may read. */
export const loginContract = {
  openapi: '3.1.0',
  info: { title: 'Logins', version: '1' },
  security: [{ bearer: [] }, { sid: [] }, { key: [] }],
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      sid: { type: 'apiKey', in: 'cookie', name: 'sid' },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
  },
  paths: {
    '/users': {
      get: operation('listUsers', { 200: json({ type: 'array', items: user }) }, open),
      post: operation(
        'createUser',
        { 201: json(user) },
        {
          ...open,
          ...body(
            object({ email: text, name: text, password: { type: 'string', writeOnly: true } }),
          ),
        },
      ),
    },
    '/users/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: operation('getUser', { 200: json(user), 404: refused }),
    },
    '/me': { get: operation('whoAmI', { 200: json(user) }) },
    '/login': {
      post: operation(
        'login',
        {
          200: json(
            object({
              ...{ token: text, refresh_token: text, token_type: text },
              ...{
                expires_in: { type: 'integer' },
                expiresAt: { type: 'string', format: 'date-time' },
              },
              user,
            }),
            {
              ...{ token: 't', refresh_token: 'r', token_type: 'bearer', expires_in: 600 },
              expiresAt: '2020-01-01T00:00:00Z',
              user: { id: 1, email: 'shown@example.com', name: 'Shown' },
            },
          ),
        },
        { ...open, ...body(named) },
      ),
    },
    '/auth/refresh': {
      post: operation(
        'refresh',
        { 200: json(object({ accessToken: text, refreshToken: text })) },
        { ...open, ...body(object({ refreshToken: text })) },
      ),
    },
    '/logout': { post: operation('logout', { 204: { description: 'Gone' } }) },
    '/signup': {
      post: operation(
        'signUp',
        { 201: json(object({ data: object({ jwt: text, email: text }) })) },
        {
          ...open,
          ...body(named),
        },
      ),
    },
    '/keys/session': {
      post: operation(
        'createSession',
        { 200: json(object({ apiKey: text, expires: { type: 'integer' } })) },
        { ...open, ...body(named) },
      ),
    },
    '/short/token': {
      post: operation(
        'shortToken',
        { 200: json(object({ token: { type: 'string', maxLength: 32 } })) },
        { ...open, ...body(named) },
      ),
    },
    '/pattern/token': {
      post: operation(
        'patternToken',
        { 200: json(object({ token: { type: 'string', pattern: '^tk-[0-9a-f]{24}-x$' } })) },
        { ...open, ...body(named) },
      ),
    },
    '/fixed/token': {
      post: operation(
        'fixedToken',
        { 200: json(object({ token: { type: 'string', enum: ['the-one'] } })) },
        { ...open, ...body(named) },
      ),
    },
    '/devices': {
      post: operation(
        'addDevice',
        { 201: json(object({ token: text, kind: text })) },
        {
          ...open,
          ...body(object({ token: text, kind: text })),
        },
      ),
    },
    '/oauth/token': {
      post: operation(
        'issueToken',
        {
          200: json(
            object({ access_token: text, token_type: text, scope: text }, ['access_token']),
          ),
          400: { description: 'Refused' },
        },
        {
          ...open,
          requestBody: {
            content: {
              'application/x-www-form-urlencoded': {
                schema: { type: 'object', required: ['grant_type'], additionalProperties: text },
              },
            },
          },
        },
      ),
    },
  },
}
