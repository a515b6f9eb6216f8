import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { load } from 'js-yaml'
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
    expect(run('--check', '--root', root)).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(states(root)).toEqual([{ stale: false, differing: [] }])
  })

  test('is stale after an edit of the contract, until it is generated again', () => {
    const contract = join(copy, 'spec/openapi.yaml')
    const edited = readFileSync(contract, 'utf8').replace(
      'summary: Delete a user',
      'summary: Remove a user',
    )
    writeFileSync(contract, edited)
    const differing = ['src/generated/openapi.ts', 'src/generated/handlers.ts']
    expect(run('--check', '--root', copy)).toEqual({
      status: 1,
      stdout: differing.map((file) => `stale: ${file}\n`).join(''),
      stderr: expect.stringContaining('npm run generate') as string,
    })

    expect(states(copy)).toEqual([{ stale: true, differing }])

    expect(run('--root', copy).status).toBe(0)
    expect(states(copy)).toEqual([{ stale: false, differing: [] }])
  })

  test('is stale after an edit by hand, and where a file is missing', () => {
    const copies = generatedFiles.map((file) => {
      const edited = join(copy, file.replaceAll('/', '-'))
      cpSync(join(root, 'spec'), join(edited, 'spec'), { recursive: true })
      cpSync(join(root, 'src/generated'), join(edited, 'src/generated'), { recursive: true })
      appendFileSync(join(edited, file), '// edited\n')
      return edited
    })
    rmSync(join(copy, 'src/generated'), { recursive: true })
    expect(states(...copies, copy)).toEqual([
      ...generatedFiles.map((file) => ({ stale: true, differing: [file] })),
      { stale: true, differing: generatedFiles },
    ])
  })

  test.each(generatedFiles)('%s has no any', (file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    expect(code).not.toMatch(/\bany\b/)
  })
})

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Whether a folder is said to be stale at a glance, and which files differ once all is generated. */
interface State {
  readonly stale: boolean
  readonly differing: readonly string[]
}

/**
 * The states of folders. In a process of its own, because Jest runs tests as CommonJS, which cannot import an
 * .mjs file; in one for all of them, because what it loads takes longer than what it does.
 */
function states(...folders: string[]): State[] {
  const code = `
    const { generate, isStale } = await import(${JSON.stringify(pathToFileURL(script).href)})
    const found = []
    for (const root of ${JSON.stringify(folders)})
      found.push({ stale: isStale({ root }), differing: await generate({ root, check: true }) })
    console.log(JSON.stringify(found))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  return JSON.parse(stdout) as State[]
}

test.each(['openapi', 'control'])('what the build parsed is what spec/%s.yaml says', (name) => {
  const text = readFileSync(join(root, `spec/${name}.yaml`))
  expect(JSON.parse(readFileSync(join(root, `dist/spec/${name}.json`), 'utf8'))).toEqual({
    sha256: createHash('sha256').update(text).digest('hex'),
    document: JSON.parse(JSON.stringify(load(text.toString()))) as unknown,
  })
})

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
