/** A contract with every flow of OAuth 2.0, whose endpoints have paths of their own. */
export const oauthContract = {
  openapi: '3.1.0',
  info: { title: 'Pets & <Owners>', version: '1' },
  components: {
    securitySchemes: {
      oauth: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://auth.example.com/login/oauth/authorize',
            tokenUrl: 'https://auth.example.com/login/oauth/access_token',
            refreshUrl: 'https://auth.example.com/login/oauth/refresh',
            scopes: { 'read:pets': 'See pets', 'write:pets': 'Change pets' },
          },
          clientCredentials: { tokenUrl: '/taken/token', scopes: {} },
        },
      },
      oidc: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://id.example.com/realms/pets/.well-known/openid-configuration',
      },
    },
  },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        security: [{ oauth: ['read:pets'] }, { oidc: [] }],
        responses: {
          200: { description: 'OK', content: { 'application/json': { schema: {} } } },
        },
      },
    },
    '/taken/token': {
      post: {
        operationId: 'ownToken',
        responses: {
          200: {
            description: 'OK',
            content: { 'application/json': { schema: {}, example: { mine: true } } },
          },
        },
      },
    },
  },
} as const
