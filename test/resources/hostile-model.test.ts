import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { JsonObject } from '../../src/lib/json-object.js'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import type { Inference, PropertyPath } from '../../src/resources/resource-model.js'

/** Cells of lines of text. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()))

const inferred = (name: string) => {
  const text = readFileSync(`test/fixtures/state/${name}.yaml`, 'utf8')
  const contract = compileContract(sourceDocumentOf(load(text) as JsonObject), name)
  const { inferences } = inferResources(contract)
  return new Map(contract.operations.map(({ id }) => [id, inferences.get(id)]))
}

const dotted = (paths: readonly PropertyPath[] = []): string =>
  paths.map((path) => path.join('.')).join(', ') || '-'

const itemsOf = ({ envelope, action }: Inference): string => {
  if (envelope) return envelope.items.join('.') || 'array'
  return action
    ? `${action.property.join('.')} = ${action.isTime === true ? 'now' : String(action.value)}`
    : '-'
}

/** Role, resource, identity with its other names, parent, and where the items stand or what is set. */
const modelRow = (one: Inference | undefined): readonly string[] => {
  if (!one || one.confidence < 0.5) return ['mock']
  const { name, identity, parent } = one.resource
  const names = identity && [...identity.properties, ...(identity.alternatives ?? [])]
  const above = parent ? `${parent.resource} by ${parent.parameters.join(', ')}` : '-'
  return [one.role, name, dotted(names), above, itemsOf(one)]
}

const pairs = (holder: object | undefined, left: readonly string[]): string =>
  Object.entries(holder ?? {})
    .filter(([key]) => !left.includes(key))
    .map(([key, value]) => `${key} ${[value].flat().join('.')}`)
    .join(', ') || '-'

/** What the envelope says of the page, what steers the list, and what filters it. */
const listRow = ({ envelope, list }: Inference): readonly string[] => [
  pairs(envelope, ['items']),
  pairs(list, ['filters']),
  (list?.filters ?? [])
    .map(({ parameter, test: how, property }) => `${parameter} ${how} ${property.join('.')}`)
    .join(', ') || '-',
]

/** Operation, role, resource, identity, parent, items or what an action sets. */
const models: Readonly<Record<string, string>> = {
  'hostile-identities': `
    listUsers          | list    | users             | id                | -                    | array
    createUser         | create  | users             | id                | -                    | -
    getCurrentUser     | mock
    getUser            | read    | users             | id                | -                    | -
    deleteUser         | delete  | users             | id                | -                    | -
    updateUser         | merge   | users             | id                | -                    | -
    getPreferences     | read    | users/preferences | -                 | users by userId      | -
    replacePreferences | replace | users/preferences | -                 | users by userId      | -
    listRepos          | list    | repos             | owner.login, name | -                    | array
    createRepo         | create  | repos             | owner.login, name | -                    | -
    getRepo            | read    | repos             | owner.login, name | -                    | -
    deleteRepo         | delete  | repos             | owner.login, name | -                    | -
    listIssues         | list    | repos/issues      | number            | repos by owner, repo | array
    createIssue        | create  | repos/issues      | number            | repos by owner, repo | -
    getIssue           | read    | repos/issues      | number            | repos by owner, repo | -
    updateIssue        | merge   | repos/issues      | number            | repos by owner, repo | -
    listCommits        | list    | repos/commits     | sha               | repos by owner, repo | array
    getCommit          | read    | repos/commits     | sha               | repos by owner, repo | -
    listLabels         | list    | labels            | name              | -                    | array
    createLabel        | create  | labels            | name              | -                    | -
    getLabel           | read    | labels            | name              | -                    | -
    deleteLabel        | delete  | labels            | name              | -                    | -
    listReports        | list    | reports           | id                | -                    | array
    createReport       | create  | reports           | id                | -                    | -
    getReport          | read    | reports           | id                | -                    | -
    deleteReport       | delete  | reports           | id                | -                    | -
    listMembers        | list    | members           | user.id           | -                    | array
    addMember          | create  | members           | user.id           | -                    | -
    getMember          | read    | members           | user.id           | -                    | -
    removeMember       | delete  | members           | user.id           | -                    | -
    listArticles       | list    | articles          | slug              | -                    | array
    createArticle      | create  | articles          | slug              | -                    | -
    getArticle         | read    | articles          | slug              | -                    | -
    replaceArticle     | replace | articles          | slug              | -                    | -
    listInvoices       | list    | invoices          | id                | -                    | array
    createInvoice      | create  | invoices          | id                | -                    | -
    getInvoice         | read    | invoices          | id                | -                    | -
    listSensors        | list    | sensors           | address           | -                    | array
    createSensor       | create  | sensors           | address           | -                    | -
    getSensor          | read    | sensors           | address           | -                    | -
    listTickets        | list    | tickets           | id, key           | -                    | array
    createTicket       | create  | tickets           | id, key           | -                    | -
    getTicket          | read    | tickets           | id, key           | -                    | -
    deleteTicket       | delete  | tickets           | id, key           | -                    | -`,
  'hostile-paths': `
    getProfile       | read    | me         | -            | -                         | -
    changeProfile    | merge   | me         | -            | -                         | -
    getSettings      | read    | settings   | -            | -                         | -
    replaceSettings  | replace | settings   | -            | -                         | -
    getMaintenance   | mock
    listWarehouses   | list    | warehouses | warehouse_id | -                         | array
    createWarehouse  | create  | warehouses | warehouse_id | -                         | -
    getWarehouse     | read    | warehouses | warehouse_id | -                         | -
    deleteWarehouse  | delete  | warehouses | warehouse_id | -                         | -
    listShelves      | list    | shelves    | id           | warehouses by warehouseId | array
    createShelf      | create  | shelves    | id           | warehouses by warehouseId | -
    getShelf         | read    | shelves    | id           | warehouses by warehouseId | -
    deleteShelf      | delete  | shelves    | id           | warehouses by warehouseId | -
    reportWarehouses | mock
    listWebhooks     | list    | webhooks   | id           | -                         | array
    createWebhook    | create  | webhooks   | id           | -                         | -
    deleteWebhook    | delete  | webhooks   | id           | -                         | -
    createUpload     | create  | uploads    | id           | -                         | -
    getUpload        | read    | uploads    | id           | -                         | -
    deleteUpload     | delete  | uploads    | id           | -                         | -
    sendHeartbeat    | mock
    listCurrencies   | list    | currencies | code         | -                         | array
    getBanner        | mock`,
  'hostile-lists': `
    listOrders      | list    | orders    | id | customers by customerId | data
    createOrder     | create  | orders    | id | customers by customerId | -
    getOrder        | read    | orders    | id | customers by customerId | -
    deleteOrder     | delete  | orders    | id | customers by customerId | -
    updateOrder     | merge   | orders    | id | customers by customerId | -
    listCustomers   | list    | customers | id | -                       | customers
    createCustomer  | create  | customers | id | -                       | -
    getCustomer     | read    | customers | id | -                       | -
    replaceCustomer | replace | customers | id | -                       | -
    listEvents      | list    | events    | id | -                       | items
    createEvent     | create  | events    | id | -                       | -
    getEvent        | read    | events    | id | -                       | -
    listCharges     | list    | charges   | id | -                       | data
    createCharge    | create  | charges   | id | -                       | -
    getCharge       | read    | charges   | id | -                       | -
    listMessages    | list    | messages  | id | -                       | messages
    createMessage   | create  | messages  | id | -                       | -
    listRooms       | list    | rooms     | id | -                       | _embedded.rooms
    createRoom      | create  | rooms     | id | -                       | -
    getRoom         | read    | rooms     | id | -                       | -
    listPosts       | list    | posts     | id | -                       | data
    createPost      | create  | posts     | id | -                       | -
    getPost         | read    | posts     | id | -                       | -
    deletePost      | delete  | posts     | id | -                       | -
    updatePost      | merge   | posts     | id | -                       | -
    listCities      | list    | cities    | id | -                       | array
    listBooks       | list    | books     | id | -                       | books`,
  'hostile-changes': `
    listProjects     | list        | projects              | id  | -                                     | items
    createProject    | create      | projects              | id  | -                                     | -
    searchProjects   | mock
    getProject       | read        | projects              | id  | -                                     | -
    replaceProject   | replace     | projects              | id  | -                                     | -
    deleteProject    | delete      | projects              | id  | -                                     | -
    hasProject       | exists      | projects              | id  | -                                     | -
    updateProject    | merge       | projects              | id  | -                                     | -
    archiveProject   | action      | projects              | id  | -                                     | archived = true
    unarchiveProject | action      | projects              | id  | -                                     | archived = false
    publishProject   | action      | projects              | id  | -                                     | status = published
    closeProject     | action      | projects              | id  | -                                     | status = closed
    starProject      | action      | projects              | id  | -                                     | starredAt = now
    pingProject      | mock
    refreshProject   | action      | projects              | id  | -                                     | -
    listBoards       | list        | projects/boards       | id  | projects by projectId                 | array
    createBoard      | create      | projects/boards       | id  | projects by projectId                 | -
    getBoard         | read        | projects/boards       | id  | projects by projectId                 | -
    deleteBoard      | delete      | projects/boards       | id  | projects by projectId                 | -
    listCards        | list        | projects/boards/cards | id  | projects/boards by projectId, boardId | array
    createCard       | create      | projects/boards/cards | id  | projects/boards by projectId, boardId | -
    getCard          | read        | projects/boards/cards | id  | projects/boards by projectId, boardId | -
    deleteCard       | delete      | projects/boards/cards | id  | projects/boards by projectId, boardId | -
    listVariables    | list        | projects/variables    | key | projects by projectId                 | array
    getVariable      | read        | projects/variables    | key | projects by projectId                 | -
    putVariable      | upsert      | projects/variables    | key | projects by projectId                 | -
    deleteVariable   | delete      | projects/variables    | key | projects by projectId                 | -
    listRemarks      | list        | remarks               | id  | projects by projectId                 | array
    createRemark     | create      | remarks               | id  | projects by projectId                 | -
    deleteRemarks    | mock
    resetRemarks     | mock
    getRemark        | read        | remarks               | id  | projects by projectId                 | -
    listCategories   | list        | categories            | id  | -                                     | array
    createCategory   | create      | categories            | id  | -                                     | -
    getCategory      | read        | categories            | id  | -                                     | -
    deleteCategory   | delete      | categories            | id  | -                                     | -
    listProducts     | list        | categories/products   | id  | categories by categoryId              | array
    createProduct    | create      | categories/products   | id  | categories by categoryId              | -
    deleteProduct    | delete      | categories/products   | id  | categories by categoryId              | -
    listTags         | list        | tags                  | id  | -                                     | array
    deleteTags       | bulk-delete | tags                  | id  | -                                     | -
    createTags       | bulk-create | tags                  | id  | -                                     | array
    getTag           | read        | tags                  | id  | -                                     | -
    startExport      | create      | exports               | id  | -                                     | -
    getExport        | read        | exports               | id  | -                                     | -
    cancelExport     | mock`,
}

describe.each(Object.keys(models))('the model of %s', (name) => {
  const model = inferred(name)
  const rows = rowsOf(models[name] as string)

  test.each(rows)('%s: %s', (id, ...row) => {
    expect(modelRow(model.get(id as string))).toEqual(row)
  })

  test('there are no other operations', () => {
    expect([...model.keys()].sort()).toEqual(rows.map(([id]) => id).sort())
  })
})

/** Operation, envelope, steering parameters, filters; lists without any are left out. */
const lists: Readonly<Record<string, string>> = {
  'hostile-identities': `
    listIssues | - | - | state equals state`,
  'hostile-lists': `
    listOrders | total meta.total, page meta.page, size meta.per_page, pages meta.total_pages | page page, size per_page, search q, sort sort, fields fields | status equals status, statuses oneOf status, tags oneOf tags, customerId equals customerId, paid equals paid, min_total atLeast total, max_total atMost total, createdFrom atLeast created_at, createdTo atMost created_at
    listCustomers | total total | - | -
    listEvents | next next, hasMore has_more | cursor cursor, size limit | kind equals kind
    listCharges | hasMore has_more | cursor starting_after, size limit | -
    listMessages | next nextPageToken | cursor pageToken, size pageSize | -
    listRooms | next _links.next.href, previous _links.prev.href, size page.size, total page.totalElements, pages page.totalPages, page page.number | page page, size size | -
    listPosts | next links.next, previous links.prev | page page[number], size page[size], sort sort | filter[category] equals attributes.category
    listCities | - | offset offset, size limit, sort sortBy, order order | country equals country
    listBooks | total count | sort sortBy, search search | priceFrom atLeast price, priceTo atMost price, published_gte atLeast published, published_lt below published, in_print equals in_print, filter[genre] equals genre`,
  'hostile-changes': `
    listProjects | total total | page page, size size, search q, sort sort | status equals status, archived equals archived, tags oneOf tags, min_budget atLeast budget, max_budget atMost budget
    listRemarks | - | - | projectId equals projectId`,
}

describe.each(Object.keys(lists))('the lists of %s', (name) => {
  const model = inferred(name)

  test.each(rowsOf(lists[name] as string))('%s', (id, ...row) => {
    expect(listRow(model.get(id as string) as Inference)).toEqual(row)
  })
})
