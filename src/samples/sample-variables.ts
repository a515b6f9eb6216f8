import type { Operation } from '../contract/contract.js'
import { percentEncode } from '../lib/percent-encode.js'
import { parameterValues } from './parameter-value.js'
import { writeText } from './write-text.js'

/** What an exported file calls the placeholders of credentials. */
const credentials: readonly (readonly [placeholder: string, name: string])[] = [
  ['<YOUR_JWT_HERE>', 'token'],
  ['<YOUR_TOKEN_HERE>', 'token'],
  ['<YOUR_CREDENTIALS_HERE>', 'credentials'],
  ['YOUR_API_KEY_HERE', 'apiKey'],
  ['YOUR_USERNAME', 'username'],
  ['YOUR_PASSWORD', 'password'],
]

/** The variables of one exported file: each is said once, at its beginning. */
export class SampleVariables {
  readonly #values = new Map<string, string>()

  constructor(base: string) {
    this.#values.set('baseUrl', base.replace(/\/+$/, ''))
  }

  /** Names and values, in the order in which they were first used. */
  get entries(): readonly (readonly [name: string, value: string])[] {
    return [...this.#values]
  }

  /** Text with variables in the place of credentials; none of its own braces are variables. */
  withCredentials(text: string): string {
    let result = text
    for (const [placeholder, name] of credentials) {
      if (!result.includes(placeholder)) continue
      if (!this.#values.has(name)) this.#values.set(name, placeholder)
      result = result.replaceAll(placeholder, `{{${name}}}`)
    }
    return result
  }

  /** A path whose placeholders are variables, with values that the operation allows. */
  withPathValues(path: string, operation: Operation): string {
    return path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const value = pathValue(operation, name)
      return `{{${this.#named(name, value)}}}`
    })
  }

  /** The name of a variable with this value: parameters of one name may have several. */
  #named(wish: string, value: string): string {
    const plain = wish.replace(/\W+/g, '_') || 'value'
    const reserved = credentials.some(([, name]) => name === plain) || plain === 'baseUrl'
    for (let count = reserved ? 2 : 1; ; count++) {
      const name = count === 1 ? plain : `${plain}${count}`
      const known = this.#values.get(name)
      if (known === undefined) this.#values.set(name, value)
      if (known === undefined || known === value) return name
    }
  }
}

/** The value of a parameter of the path as it is written in a URL. */
export const pathValue = ({ parameters }: Operation, name: string): string => {
  const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
  return parameter ? writeText(parameter, parameterValues(parameter)[0], percentEncode) : 'value'
}
