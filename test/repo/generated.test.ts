import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ControlHandlers, Handlers } from '../../src/generated/handlers.js'
import type { operations } from '../../src/generated/openapi.js'
import type { HandlerReply } from '../../src/handler.js'

const root = resolve(__dirname, '../..')
const script = join(root, 'scripts/generate.mjs')
const generatedFiles = ['openapi.ts', 'control.ts', 'handlers.ts'].map(
  (it) => `src/generated/${it}`,
)

describe('src/generated', () => {
  let copy: string

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'generated-'))
    cpSync(join(root, 'spec'), join(copy, 'spec'), { recursive: true })
    cpSync(join(root, 'src/generated'), join(copy, 'src/generated'), { recursive: true })
  })
  afterEach(() => rmSync(copy, { recursive: true, force: true }))

  test('is what spec/ generates', () => {
    expect(check(root)).toEqual({ status: 0, stdout: '' })
    expect(isStale(root)).toBe(false)
  })

  test('is stale after an edit of the contract, until it is generated again', () => {
    const contract = join(copy, 'spec/openapi.yaml')
    const edited = readFileSync(contract, 'utf8').replace(
      'summary: Delete a user',
      'summary: Remove a user',
    )
    writeFileSync(contract, edited)
    expect(check(copy)).toEqual({
      status: 1,
      stdout: 'stale: src/generated/openapi.ts\nstale: src/generated/handlers.ts\n',
    })
    expect(isStale(copy)).toBe(true)

    expect(run('--root', copy).status).toBe(0)
    expect(check(copy)).toEqual({ status: 0, stdout: '' })
    expect(isStale(copy)).toBe(false)
  })

  test.each(generatedFiles)('%s is stale after an edit by hand', (file) => {
    appendFileSync(join(copy, file), '// edited\n')
    expect(check(copy)).toEqual({ status: 1, stdout: `stale: ${file}\n` })
    expect(isStale(copy)).toBe(true)
  })

  test('a missing file is stale, and the check says what to run', () => {
    rmSync(join(copy, 'src/generated'), { recursive: true })
    expect(isStale(copy)).toBe(true)
    expect(run('--check', '--root', copy).stderr).toContain('npm run generate')
  })

  test.each(generatedFiles)('%s has no any', (file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    expect(code).not.toMatch(/\bany\b/)
  })
})

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
}

function check(folder: string): { status: number | null; stdout: string } {
  const { status, stdout } = run('--check', '--root', folder)
  return { status, stdout }
}

// In a process of its own: Jest runs tests as CommonJS, which cannot import an .mjs file.
function isStale(folder: string): boolean {
  const code = `
    const { isStale } = await import(${JSON.stringify(pathToFileURL(script).href)})
    console.log(isStale({ root: ${JSON.stringify(folder)} }))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  return JSON.parse(stdout) as boolean
}

// What follows is never called: it is checked by the compiler, each @ts-expect-error included.

interface Context {
  readonly principal: { readonly userId: string }
  readonly sandbox: { readonly name: string }
}
type All = Handlers<Context>
type Complete = { readonly [Id in keyof All]: All[Id] }

declare const complete: Complete
declare const withoutLogin: Omit<Complete, 'AuthController_login'>

export function handlersAreChecked(): unknown[] {
  return [
    complete satisfies All,
    // @ts-expect-error an operation is missing
    withoutLogin satisfies All,
    // @ts-expect-error an operation is misnamed
    { ...withoutLogin, AuthController_logIn: complete.AuthController_login } satisfies All,
    {
      ...complete,
      // @ts-expect-error no operation has this name
      AuthController_signup: complete.AuthController_login,
    } satisfies All,
  ]
}

export function repliesAreChecked(): unknown[] {
  const message = 'The user has been successfully deleted.'
  return [
    {
      ...complete,
      UsersController_deleteUser: () => ({ status: 200, body: { message } }),
    } satisfies All,
    {
      ...complete,
      UsersController_deleteUser: async () => ({
        status: 200,
        body: { message },
        headers: { 'Set-Cookie': ['a=1', 'b=2'] },
      }),
    } satisfies All,
    {
      ...complete,
      // @ts-expect-error 202 is not documented
      UsersController_deleteUser: () => ({ status: 202, body: { message } }),
    } satisfies All,
    {
      ...complete,
      // @ts-expect-error the body of 200 has no text
      UsersController_deleteUser: () => ({ status: 200, body: { text: message } }),
    } satisfies All,
    {
      ...complete,
      // @ts-expect-error the body of 200 is missing
      UsersController_deleteUser: () => ({ status: 200 }),
    } satisfies All,
    {
      ...complete,
      // @ts-expect-error the body of 404 is an Error
      UsersController_deleteUser: async () => ({ status: 404, body: { message } }),
    } satisfies All,
  ]
}

export function requestsAreChecked(): Partial<All> {
  return {
    UsersController_updateUser({ params, query, body, principal, sandbox }) {
      const known: [number, string, number, string, string] = [
        params.userId,
        body.email,
        body.id,
        principal.userId,
        sandbox.name,
      ]
      // @ts-expect-error the operation has no query parameters
      void query.userRole
      // @ts-expect-error the body has no password
      void body.password
      throw new Error(String(known))
    },
    AuthController_regenerateInvitation({ query, body, principal }) {
      const unguarded: undefined = principal
      const without: undefined = body
      // @ts-expect-error the parameter is optional
      const email: string = query.email
      throw new Error(String([unguarded, without, email]))
    },
  }
}

export function bodilessRepliesAreChecked(): unknown[] {
  type Reset = ControlHandlers<Context>['resetSandbox']
  return [
    (() => ({ status: 204 })) satisfies Reset,
    // @ts-expect-error 204 has no body
    (() => ({ status: 204, body: {} })) satisfies Reset,
  ]
}

/** Frozen records are bodies as they are. */
export function readonlyBodiesAreAccepted(
  user: Readonly<{ ids: readonly string[] }>,
): HandlerReply<operations['AuthController_getCurrentUser']> {
  const { ids } = user
  const lists = { organizationIds: ids, brandIds: ids, siteIds: ids }
  const text = { email: '', fhirStoreId: '', id: '', role: '', firstName: '', lastName: '' }
  return { status: 200, body: { ...text, ...lists, tosAcceptedAt: null } }
}
