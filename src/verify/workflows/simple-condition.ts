import { expressionValue, type WorkflowContext } from './workflow-context.js'

/** Why a text is no condition. */
export interface ConditionFlaw {
  readonly flaw: string
}

type Meaning = (context: WorkflowContext) => unknown

const tokenShape =
  /\s*(?:(&&|\|\||==|!=|<=|>=|[<>!()])|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(\$[^\s()!=<>&|]+)|([A-Za-z]+))/gy

interface Token {
  readonly sign?: string
  readonly meaning?: Meaning
}

const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }

const tokenOf = (match: RegExpExecArray): Token | undefined => {
  const [, sign, text, number, expression, word] = match
  if (sign !== undefined) return { sign }
  if (text !== undefined) return { meaning: () => text.replaceAll("''", "'") }
  if (number !== undefined) return { meaning: () => Number(number) }
  if (expression !== undefined)
    return { meaning: (context) => expressionValue(expression, context) }
  return word !== undefined && Object.hasOwn(words, word)
    ? { meaning: () => words[word] }
    : undefined
}

const tokensOf = (text: string): readonly Token[] | ConditionFlaw => {
  const found: Token[] = []
  const shape = new RegExp(tokenShape)
  while (text.slice(shape.lastIndex).trim() !== '') {
    const at = shape.lastIndex
    const match = shape.exec(text)
    const token = match && tokenOf(match)
    if (!token) return { flaw: `${text.slice(at).trim()} is not understood` }
    found.push(token)
  }
  return found
}

/** Texts are the same in either case (Arazzo 1.0.1 §4.6.11). */
const plain = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.toLowerCase()
    : typeof value === 'bigint'
      ? String(value)
      : value

const isSame = (left: unknown, right: unknown): boolean => {
  if (left === undefined || left === null) return right === undefined || right === null
  if (typeof left === 'object') return JSON.stringify(left) === JSON.stringify(right)
  return plain(left) === plain(right) || String(plain(left)) === String(plain(right))
}

const order = (left: unknown, right: unknown): number => {
  const [one, other] = [Number(left), Number(right)]
  if (!Number.isNaN(one) && !Number.isNaN(other)) return one - other
  return String(plain(left)) < String(plain(right))
    ? -1
    : String(plain(left)) > String(plain(right))
      ? 1
      : 0
}

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': isSame,
  '!=': (left, right) => !isSame(left, right),
  '<': (left, right) => order(left, right) < 0,
  '<=': (left, right) => order(left, right) <= 0,
  '>': (left, right) => order(left, right) > 0,
  '>=': (left, right) => order(left, right) >= 0,
}

/** Reads tokens from left to right: || below &&, ! above both. */
class ConditionReader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  read(): Meaning | undefined {
    const whole = this.#either()
    return whole && this.#at === this.#tokens.length ? whole : undefined
  }

  #takes(sign: string): boolean {
    if (this.#tokens[this.#at]?.sign !== sign) return false
    this.#at++
    return true
  }

  #joined(
    sign: string,
    next: () => Meaning | undefined,
    join: (left: boolean, right: () => boolean) => boolean,
  ): Meaning | undefined {
    let left = next()
    while (left && this.#takes(sign)) {
      const [before, right] = [left, next()]
      left = right && ((context) => join(Boolean(before(context)), () => Boolean(right(context))))
    }
    return left
  }

  readonly #either = (): Meaning | undefined =>
    this.#joined('||', this.#both, (left, right) => left || right())
  readonly #both = (): Meaning | undefined =>
    this.#joined('&&', this.#negated, (left, right) => left && right())
  readonly #negated = (): Meaning | undefined => {
    if (!this.#takes('!')) return this.#compared()
    const inner = this.#negated()
    return inner && ((context) => !inner(context))
  }

  #compared(): Meaning | undefined {
    const left = this.#operand()
    const compare = comparisons[this.#tokens[this.#at]?.sign ?? '']
    if (!left || !compare) return left
    this.#at++
    const right = this.#operand()
    return right && ((context) => compare(left(context), right(context)))
  }

  #operand(): Meaning | undefined {
    if (this.#takes('(')) {
      const inner = this.#either()
      return this.#takes(')') ? inner : undefined
    }
    const { meaning } = this.#tokens[this.#at] ?? {}
    if (meaning) this.#at++
    return meaning
  }
}

/** A simple condition (Arazzo 1.0.1 §4.6.11), ready to be asked. */
export const simpleCondition = (
  text: string,
): ((context: WorkflowContext) => boolean) | ConditionFlaw => {
  const tokens = tokensOf(text)
  if ('flaw' in tokens) return tokens
  const meaning = new ConditionReader(tokens).read()
  return meaning ? (context) => Boolean(meaning(context)) : { flaw: `${text} is no condition` }
}
