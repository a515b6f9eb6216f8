import { createServer } from 'openapi-sandbox'

/** One server for all workers: `openSandbox()` finds it by OPENAPI_SANDBOX_URL. */
export default async () => {
  const server = await createServer()
  process.env.OPENAPI_SANDBOX_URL = (await server.listen()).url
  return () => server.close()
}
