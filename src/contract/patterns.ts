import type { Effort } from '../lib/regex-automaton.js'
import { expressionOf } from '../lib/expression-of.js'
import { safeRegex } from '../lib/safe-regex.js'

/** An expression as Ajv asks for it. */
export interface BoundedTest {
  readonly test: (text: string) => boolean
}

/** The work that one message may cause with all the patterns of its schema together: some 30 ms. */
const maxEffort = 400_000

/** Texts up to this length are left to RegExp where the expression is one of ours, and known. */
const shortText = 256

/** The regular expressions of a document, each read once; none stalls the process. */
export class Patterns {
  readonly #known = new Map<string, BoundedTest>()
  readonly #effort: Effort = { left: maxEffort }
  /** The first expression whose answer is not known, because the text is too long for it. */
  undecided: string | undefined

  /** Begins with the next message. */
  begin(): void {
    this.#effort.left = maxEffort
    this.undecided = undefined
  }

  /**
   * An expression of the contract (JSON Schema 2020-12 validation §6.3.3).
   * @throws SyntaxError when it is none.
   */
  read(pattern: string): BoundedTest {
    const known = this.#known.get(pattern)
    if (known) return known
    const made = this.bounded(expressionOf(pattern) ?? new RegExp(pattern, 'u'))
    this.#known.set(pattern, made)
    return made
  }

  /** An expression that answers false, and says so, when it cannot decide. */
  bounded(expression: RegExp): BoundedTest {
    const { test } = safeRegex(expression)
    return {
      test: (text) => {
        const found = test(text, this.#effort)
        if (found === undefined) this.undecided ??= expression.source
        return found === true
      },
    }
  }

  /** An expression of a format: its cost for a short text is known to be small. */
  ofFormat(expression: RegExp): BoundedTest {
    const { test } = this.bounded(expression)
    return {
      test: (text) => (text.length <= shortText ? expression.test(text) : test(text)),
    }
  }
}
