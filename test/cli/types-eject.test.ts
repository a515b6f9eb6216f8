import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { loadOpenapiTypescript } from '../../src/typescript/load-openapi-typescript.js'
import { runCommand } from './run-command.js'

const root = join(__dirname, '..', '..')
const everything = join(root, 'test/fixtures/state/everything.yaml')
const petstore = join(root, 'test/fixtures/documents/petstore-2.0.json')

let folder = ''
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-types-'))))
afterAll(() => rm(folder, { recursive: true }))

/** Runs a command line and gives the texts it printed. */
const ran = async (words: readonly string[], input = '') => {
  const { code, out, err } = await runCommand(words, input)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** What TypeScript says of files, `openapi-sandbox` being what this repository exports of handlers. */
const diagnosed = (files: readonly string[]): string[] => {
  const program = ts.createProgram(files, {
    ...{ strict: true, noEmit: true, skipLibCheck: true, noUnusedLocals: true, types: [] },
    lib: ['lib.es2022.d.ts'],
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    paths: { 'openapi-sandbox': [join(root, 'src/server/contract-handler.ts')] },
  })
  return files.flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  )
}

const byHand = `import type { Handlers } from './everything-types.js'

export const handlers: Partial<Handlers> = {
  getProject: async ({ params, query, principal, sandbox, resources, reply, refuse }) => {
    const id: string = params.projectId
    if (principal?.id === 'mallory') throw refuse('permission-missing', sandbox.name)
    // @ts-expect-error: the operation has no such parameter
    void query.page
    // @ts-expect-error: there is no such resource
    resources.of('project')
    const project = await resources.of('projects').get(id)
    const name: string = project.name
    // @ts-expect-error: a project has no such member
    void project.title
    if (name === '') return reply(404)
    // @ts-expect-error: 201 is not documented
    void reply(201)
    return { status: 200, body: { ...project, tags: [name] } }
  },
  createUser: ({ body }) => ({
    status: 201,
    body: { user: { id: 1, email: body.user.email, name: body.user.name } },
  }),
  // @ts-expect-error: the body of 200 is a list
  listTags: () => ({ status: 200, body: { id: 1 } }),
  deleteProject: () => ({ status: 204 }),
}
`

test('types and ejected handlers of documents type-check, and catch what is wrong', async () => {
  const types = join(folder, 'everything-types.ts')
  const handlers = join(folder, 'handlers.ts')
  const swagger = [join(folder, 'petstore-2.0-types.ts'), join(folder, 'pets.ts')] as const
  for (const words of [
    ['types', everything, '--out', types],
    ['eject', '--all', everything, '--out', handlers],
    ['types', petstore, '--out', swagger[0]],
    ['eject', '--all', petstore, '--out', swagger[1]],
  ])
    expect(await ran(words)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('Written'),
    })
  const own = join(folder, 'own.ts')
  await writeFile(own, byHand)
  expect(diagnosed([types, handlers, own, ...swagger])).toEqual([])
})

test('several contracts, standard input, operations without an id', async () => {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: { '/things/{id}': { get: { responses: { 200: { description: 'A thing.' } } } } },
  })
  const one = await ran(['types', '-'], text)
  expect(one).toMatchObject({ code: 0, err: '' })
  expect(one.out).toContain('readonly get_things_id: ContractHandler<operations["get_things_id"]')
  const two = await ran(['types', petstore, everything])
  expect(two.out).toContain('export declare namespace Petstore20 {')
  expect(two.out).toContain('export type Handlers = Petstore20.Handlers & Omit<Everything.Handlers')
})

test('eject writes single operations, by id or by method and path, as JavaScript too', async () => {
  const typed = await ran(['eject', 'getTag', 'GET /users/{id}', everything])
  expect(typed.code).toBe(0)
  expect(typed.out).toContain("import type { Handlers } from './everything-types.js'")
  expect(typed.out).toContain('getTag: async ({ params, resources, reply }) => {')
  expect(typed.out).toContain('getUser: async')
  expect(typed.out).not.toContain('createTags')
  const file = join(folder, 'handlers.mjs')
  expect(await ran(['eject', 'getTag', everything, '--out', file])).toMatchObject({ code: 0 })
  expect(await readFile(file, 'utf8')).toContain(
    "/** @type {Partial<import('./everything-types.js').Handlers>} */\nexport const handlers = {",
  )
})

test('a file that is there stays, unless --force is said or it is made of types', async () => {
  const file = join(folder, 'mine.ts')
  await writeFile(file, 'mine')
  const refused = await ran(['eject', '--all', petstore, '--out', file])
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--force')])
  expect(await readFile(file, 'utf8')).toBe('mine')
  expect((await ran(['types', petstore, '--out', file])).code).toBe(2)
  expect((await ran(['types', petstore, '--out', file, '--force'])).code).toBe(0)
  expect((await ran(['types', petstore, '--out', file])).code).toBe(0)
  const nowhere = await ran(['types', petstore, '--out', join(file, 'x.ts')])
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('could not be')])
})

test.each([
  [['types'], 'types needs a CONTRACT'],
  [['eject'], 'eject needs OPERATION and CONTRACT'],
  [['eject', petstore], 'eject needs an OPERATION and a CONTRACT'],
  [['eject', 'getPetByld', petstore], 'Did you mean getPetById?'],
  [['eject', 'getPetById', '--all', petstore], '--all goes without an OPERATION'],
])('what cannot be: %p', async (words, message) => {
  const { code, err } = await ran(words)
  expect([code, err]).toEqual([2, expect.stringContaining(message)])
})

test('without openapi-typescript the command says what to install', async () => {
  const missing = Object.assign(new Error('gone'), { code: 'ERR_MODULE_NOT_FOUND' })
  const load = () => loadOpenapiTypescript([() => Promise.reject(missing)])
  await expect(load()).rejects.toMatchObject({
    code: 'types-library',
    fix: expect.stringContaining('npm install --save-dev openapi-typescript@7 typescript@5'),
  })
  const broken = () => loadOpenapiTypescript([() => Promise.reject(new TypeError('broken'))])
  await expect(broken()).rejects.toThrow('broken')
})
