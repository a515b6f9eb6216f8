import type { Contract, Operation } from '../contract/contract.js'
import type { Inference } from '../resources/resource-model.js'
import type { ResourceState } from '../resources/records/resource-state.js'
import { thingOf } from '../resources/records/resource-words.js'
import { alternativesOf, placeAtPath, placeOf } from '../generate/schema-place.js'
import { memberOf } from './code-of.js'

/** What a handler takes of its request. */
const given = [
  'params',
  'query',
  'body',
  'headers',
  'origin',
  'sandbox',
  'resources',
  'reply',
] as const

type Given = (typeof given)[number] | 'refuse' | 'url'

const order: readonly Given[] = [...given, 'refuse', 'url']

/** Words that no variable may be called. */
const taken = new Set<string>([
  ...order,
  ...['principal', 'credentials', 'page', 'before', 'ids', 'made', 'gone', 'at', 'now', 'one'],
  ...[
    'break',
    'case',
    'catch',
    'class',
    'const',
    'continue',
    'debugger',
    'default',
    'delete',
    'do',
  ],
  ...['else', 'enum', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'import'],
  ...[
    'in',
    'instanceof',
    'new',
    'null',
    'return',
    'super',
    'switch',
    'this',
    'throw',
    'true',
    'try',
  ],
  ...[
    'typeof',
    'var',
    'void',
    'while',
    'with',
    'yield',
    'let',
    'static',
    'await',
    'async',
    'package',
  ],
  ...['implements', 'interface', 'private', 'protected', 'public', 'arguments', 'eval', 'handlers'],
  ...['undefined', 'NaN', 'Infinity', 'String', 'Number', 'Math', 'Date', 'Set', 'Object', 'Array'],
])

const camel = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map(
      (word, index) =>
        (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('')

const nameFor = (word: string, ending: string): string => {
  const name = camel(word).replace(/^(?=\d)/, 'n')
  return name === '' || taken.has(name) ? `${name || 'the'}${ending}` : name
}

/** Lines without variables that no line after them takes. */
const withoutIdle = (lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => {
    const [start = '', name = ''] = /^const (\w+) = (?=await )/.exec(line) ?? []
    const isTaken = lines.slice(index + 1).some((other) => new RegExp(`\\b${name}\\b`).test(other))
    return start === '' || isTaken ? line : line.slice(start.length)
  })

/** The handler of one operation while it is written. */
export class HandlerCode {
  readonly contract: Contract
  readonly operation: Operation
  readonly isTyped: boolean
  readonly #used = new Set<Given>()
  readonly #lines: string[] = []

  constructor(contract: Contract, operation: Operation, isTyped: boolean) {
    this.contract = contract
    this.operation = operation
    this.isTyped = isTyped
  }

  /** Something of the request, by its name. */
  use(name: Given): string {
    this.#used.add(name)
    return name
  }

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines)
  }

  param(name: string): string {
    return memberOf(this.use('params'), name)
  }

  query(name: string): string {
    return memberOf(this.use('query'), name)
  }

  /** What the body has at a path of members. */
  bodyAt(path: readonly string[]): string {
    const body = this.use('body')
    const { body: documented } = this.operation
    const contents = documented?.contents ?? []
    const place = contents[0] && placeOf(contents[0].schema)
    const isPlain =
      contents.length === 1 &&
      place !== undefined &&
      path.every((_, index) => {
        const at = placeAtPath(place, path.slice(0, index))
        return at && alternativesOf(at).length === 0
      })
    const start = isPlain || !this.isTyped || path.length === 0 ? body : `(${body} as any)`
    return path.reduce(
      (text, name, index) =>
        memberOf(text, name, index > 0 || documented?.required !== true || !isPlain),
      start,
    )
  }

  /** The member of the module's table, a comment above it. */
  text(comment: string): string {
    const names = order.filter((name) => this.#used.has(name))
    const isAsync = this.#lines.some((line) => /\bawait\b/.test(line))
    const lines = withoutIdle(this.#lines)
      .flatMap((line) => line.split('\n'))
      .map((line) => `    ${line}`)
    const key = /^[A-Za-z_$][\w$]*$/.test(this.operation.id)
      ? this.operation.id
      : JSON.stringify(this.operation.id)
    return [
      `  /** ${comment} */`,
      `  ${key}: ${isAsync ? 'async ' : ''}({ ${names.join(', ')} }) => {`,
      ...lines,
      '  },',
    ].join('\n')
  }
}

/** A handler on the records of a resource while it is written. */
export interface ResourceCode {
  readonly code: HandlerCode
  readonly inference: Inference
  readonly state: ResourceState
  /** What its records are called, and one of them. */
  readonly all: string
  readonly one: string
}

/** The variables of a handler on a resource. */
export const resourceCode = (
  code: HandlerCode,
  inference: Inference,
  state: ResourceState,
): ResourceCode => {
  const { name } = inference.resource
  const all = nameFor(name.split('/').at(-1) ?? name, 'Records')
  const one = nameFor(thingOf(name), 'Record')
  return {
    code,
    inference,
    state,
    all,
    one: one === all ? `one${all.charAt(0).toUpperCase()}${all.slice(1)}` : one,
  }
}
