import { samplesOf } from '../../src/samples/samples-of.js'
import { loaded } from './judge-sample.js'

const base = 'https://docs.heydonto.com/_mock/apis/authentication/openapi/'

/** The curl samples of the published documentation, character by character. */
const documented: Readonly<Record<string, string>> = {
  UsersController_findUsers: String.raw`curl -i -X GET \
  'https://docs.heydonto.com/_mock/apis/authentication/openapi/user?userRole=string' \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  UsersController_createUser: String.raw`curl -i -X POST \
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
  UsersController_updateUser: String.raw`curl -i -X PUT \
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
  UsersController_deleteUser: String.raw`curl -i -X DELETE \
  'https://docs.heydonto.com/_mock/apis/authentication/openapi/user/{userId}' \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  // The page with these has lost its indentation; that of the other one is put back.
  AuthController_login: String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/login \
  -H 'Content-Type: application/json' \
  -d '{
    "email": "user@example.com",
    "password": "password123"
  }'`,
  AuthController_logout: String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/logout`,
  AuthController_getCurrentUser: String.raw`curl -i -X GET \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/user \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  AuthController_acceptTermsOfService: String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/tos-accept \
  -H 'Authorization: Bearer <YOUR_JWT_HERE>'`,
  AuthController_forgotPassword: String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/forgot-password \
  -H 'Content-Type: application/json' \
  -d '{}'`,
  AuthController_setPassword: String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/set-password \
  -H 'Content-Type: application/json' \
  -d '{}'`,
  AuthController_regenerateInvitation: String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/regenerate-invitation`,
}

test('the curl samples are those of the documentation, character by character', async () => {
  const contract = await loaded()
  const samples: Record<string, string | undefined> = {}
  for (const operation of contract.operations)
    samples[operation.id] = (await samplesOf(contract, operation, base))[0]?.source
  expect(samples).toEqual(documented)
})
