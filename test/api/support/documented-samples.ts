/** One curl command of the documentation, typed as it is published. */
export interface Sample {
  readonly operation: string
  readonly command: string
}

/** The origin in every published command. */
export const documentedOrigin = 'https://docs.heydonto.com'

/** The path of the documentation's mock server; the sandbox host has no such part. */
export const mockBase = '/_mock/apis/authentication/openapi'

/** The languages of the documentation's samples, in its order; the bare payload stands last. */
export const documentedLanguages =
  'curl,JavaScript,Node.js,Python,Java,C#,PHP,Go,Ruby,R,Payload'.split(',')

/** The eleven published commands, placeholders included. */
export const samples: readonly Sample[] = [
  {
    operation: 'GET /user',
    command: String.raw`curl -i -X GET \
  'https://docs.heydonto.com/_mock/apis/authentication/openapi/user?userRole=string' \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  },
  {
    operation: 'POST /user',
    command: String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/user \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>' \
  -H 'Content-Type: application/json' \
  -d '{
    "email": "john.doe@example.com",
    "firstName": "John",
    "lastName": "Doe",
    "password": "password123",
    "isEnabled": true,
    "role": "ADMIN",
    "organizationId": 1,
    "brandId": 1,
    "siteId": 1
  }'`,
  },
  {
    operation: 'PUT /user/{userId}',
    command: String.raw`curl -i -X PUT \
  'https://docs.heydonto.com/_mock/apis/authentication/openapi/user/{userId}' \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>' \
  -H 'Content-Type: application/json' \
  -d '{
    "email": "john.doe@example.com",
    "firstName": "John",
    "lastName": "Doe",
    "isEnabled": true,
    "role": "ADMIN",
    "id": 123
  }'`,
  },
  {
    operation: 'DELETE /user/{userId}',
    command: String.raw`curl -i -X DELETE \
  'https://docs.heydonto.com/_mock/apis/authentication/openapi/user/{userId}' \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  },
  {
    operation: 'POST /auth/login',
    command: String.raw`curl -i -X POST \
https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/login \
-H 'Content-Type: application/json' \
-d '{
"email": "user@example.com",
"password": "password123"
}'`,
  },
  {
    operation: 'POST /auth/logout',
    command: String.raw`curl -i -X POST \
https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/logout`,
  },
  {
    operation: 'GET /auth/user',
    command: String.raw`curl -i -X GET \
https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/user \
-H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  },
  {
    operation: 'POST /auth/tos-accept',
    command: String.raw`curl -i -X POST \
https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/tos-accept \
-H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  },
  {
    operation: 'POST /auth/forgot-password',
    command: String.raw`curl -i -X POST \
https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/forgot-password \
-H 'Content-Type: application/json' \
-d '{}'`,
  },
  {
    operation: 'POST /auth/set-password',
    command: String.raw`curl -i -X POST \
https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/set-password \
-H 'Content-Type: application/json' \
-d '{}'`,
  },
  {
    operation: 'POST /auth/regenerate-invitation',
    command: String.raw`curl -i -X POST \
https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/regenerate-invitation`,
  },
]

/** The published command of an operation. */
export const commandOf = (operation: string): string => {
  const sample = samples.find((candidate) => candidate.operation === operation)
  if (!sample) throw new Error(`No sample of ${operation}`)
  return sample.command
}

/** The answer published beside `GET /auth/user`. */
export const currentUser = {
  email: 'user@example.com',
  fhirStoreId: 'heydonto-sandbox',
  id: '1234',
  organizationIds: ['1', '2'],
  brandIds: ['1', '3'],
  siteIds: ['4', '5'],
  role: 'SITE_USER',
  firstName: 'John',
  lastName: 'Doe',
  tosAcceptedAt: '2024-01-02T00:00:00.000Z',
}

/** The decided answer to the published `POST /user`, and the item of the published list. */
export const createdUser = {
  id: 123,
  email: 'john.doe@example.com',
  firstName: 'John',
  lastName: 'Doe',
  role: 'ADMIN',
  isEnabled: true,
  organizationIds: ['1'],
  brandIds: ['1'],
  siteIds: ['1'],
  fhirStoreId: 'heydonto-sandbox',
  tosAcceptedAt: null,
}

/** What each command is answered with on the mock: documented, or decided where nothing is. */
export const mockAnswers: Readonly<
  Record<string, { readonly status: number; readonly body: unknown }>
> = {
  'GET /user': { status: 200, body: [createdUser] },
  'POST /user': { status: 201, body: createdUser },
  'PUT /user/{userId}': { status: 200, body: createdUser },
  'DELETE /user/{userId}': {
    status: 200,
    body: { message: 'The user has been successfully deleted.' },
  },
  'POST /auth/login': {
    status: 200,
    body: { message: 'Login successful', token: 'jwt_token_here' },
  },
  'POST /auth/logout': { status: 200, body: { message: 'Successfully logged out.' } },
  'GET /auth/user': { status: 200, body: currentUser },
  'POST /auth/tos-accept': {
    status: 200,
    body: { message: 'The terms of service have been accepted.' },
  },
  'POST /auth/forgot-password': {
    status: 200,
    body: {
      message: 'If a user has this email address, a password reset email has been sent.',
    },
  },
  'POST /auth/set-password': { status: 200, body: { message: 'The password has been set.' } },
  'POST /auth/regenerate-invitation': {
    status: 200,
    body: {
      message: 'If there is an open invitation, a new invitation email has been sent.',
    },
  },
}

/** The same command on another host, with or without the mock's part of the path. */
export const onMock = (command: string, origin: string): string =>
  command.replace(documentedOrigin, origin)

export const onSandbox = (command: string, origin: string): string =>
  command.replace(documentedOrigin + mockBase, origin)
