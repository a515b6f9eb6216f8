import { isObject, own } from '../../lib/json-object.js'

const marks =
  /^(_?deleted|is_?deleted|(deleted|removed|archived)_?(at|on)?|is_?(archived|active)|active|enabled|status|state)$/i

/** Whether a thing says that it is deleted: some servers keep what was, and change a member of it. */
export const isMarked = (before: unknown, after: unknown): boolean =>
  isObject(after) &&
  Object.entries(after).some(
    ([name, value]) =>
      marks.test(name) &&
      value !== null &&
      value !== (isObject(before) ? own(before, name) : undefined),
  )
