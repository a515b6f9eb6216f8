import type { Content } from '../contract/contract.js'
import { readForm } from '../contract/read-form.js'
import type { Violation } from '../errors.js'
import { isAllowed } from './parameter-value.js'

/** Whether the text of a form, as it is sent, says what its schema allows. */
export const isSoundForm = (text: string, content: Content): boolean => {
  const violations: Violation[] = []
  try {
    const value = readForm(text, content, violations)
    return violations.length === 0 && (!content.schema || isAllowed(content.schema, value))
  } catch {
    return false
  }
}
