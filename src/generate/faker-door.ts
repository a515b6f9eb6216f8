import type { Faker } from '@faker-js/faker'
import { isObject } from '../lib/json-object.js'
import { seededRandom } from '../lib/seeded-random.js'

/** Realistic data, drawn from a seed alone. */
export interface FakerDoor {
  /**
   * The value of a faker method such as `person.firstName`; undefined when there is no such method
   * or it refuses the arguments. `now` (milliseconds since 1970) is the present of its dates.
   */
  readonly call: (method: string, args: readonly unknown[], seed: number, now: number) => unknown
}

/** Modules that documents may name; every method of theirs, but those that are refused below. */
const modules: ReadonlySet<string> = new Set(
  (
    'airline animal book color commerce company database datatype date finance food git hacker ' +
    'helpers image internet location lorem music number person phone science string system vehicle word'
  ).split(' '),
)

/** Methods of helpers that neither evaluate templates, call back nor make as much as they are told. */
const helpers: ReadonlySet<string> = new Set(
  (
    'slugify replaceSymbols replaceCreditCardSymbols shuffle arrayElement weightedArrayElement ' +
    'arrayElements objectKey objectValue objectEntry rangeToNumber'
  ).split(' '),
)

const refused: ReadonlySet<string> = new Set(['date.betweens', 'finance.transactionDescription'])

/** Modules whose numbers are values, not sizes. */
const valueModules: ReadonlySet<string> = new Set([
  'number',
  'date',
  'location',
  'commerce',
  'helpers',
  'finance',
])

const largestSize = 1000

/** True when some number in the arguments is too large for a size. */
const isExcessive = (args: unknown): boolean => {
  if (typeof args === 'number') return Math.abs(args) > largestSize
  if (typeof args === 'string') return args.length > 10_000
  if (Array.isArray(args)) return args.some(isExcessive)
  return isObject(args) && Object.values(args).some(isExcessive)
}

const mayCall = (module: string, method: string, args: readonly unknown[]): boolean => {
  if (!modules.has(module) || refused.has(`${module}.${method}`)) return false
  if (module === 'helpers' && !helpers.has(method)) return false
  const sizes = !valueModules.has(module) || (module === 'finance' && method !== 'amount')
  return !(sizes && isExcessive(args))
}

/** The value as JSON has it; undefined for what JSON cannot say. */
const asJson = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined
  if (typeof value !== 'object' || value === null) return value
  return JSON.parse(JSON.stringify(value)) as unknown
}

/** A Faker of our own, whose only chance is the seed that was set last. */
const ownFaker = (shared: Faker): Faker => {
  let chance = seededRandom(0)
  const seed = (value: number | readonly number[]): void => {
    chance = seededRandom(typeof value === 'number' ? value : (value[0] ?? 0))
  }
  const Maker = shared.constructor as new (options: object) => Faker
  return new Maker({
    locale: shared.rawDefinitions,
    randomizer: { next: () => chance.next(), seed },
  })
}

/** Loads faker's English data (about 25 ms, once) and opens a door of our own to it. */
export const openFaker = async (): Promise<FakerDoor> => {
  const { faker: shared } = await import('@faker-js/faker/locale/en')
  const faker = ownFaker(shared)
  const table = faker as unknown as Readonly<Record<string, unknown>>
  const call: FakerDoor['call'] = (path, args, seed, now) => {
    const [module = '', method = '', ...more] = path.split('.')
    if (more.length > 0 || !mayCall(module, method, args) || !Object.hasOwn(table, module)) return
    const owner = table[module] as Readonly<Record<string, unknown>>
    const own = Object.hasOwn(owner, method) && method !== 'faker' ? owner[method] : undefined
    if (typeof own !== 'function') return
    faker.seed(seed)
    faker.setDefaultRefDate(now)
    try {
      return asJson((own as (...list: readonly unknown[]) => unknown)(...args))
    } catch {
      return undefined
    }
  }
  return { call }
}
