/** Why a story ends: the step that failed, the operation it used, and what was wrong. */
export class StoryFailure extends Error {
  constructor(step, { method, path }, why) {
    super(why)
    Object.assign(this, { step, operation: `${method} ${path}`, why })
  }
}

/** Words at the beginning of a reply. */
export const saysOf = ({ text }) => text.replace(/\s+/g, ' ').slice(0, 200)

/** Whether a value can stand in a path. */
export const isName = (value) =>
  (typeof value === 'string' && value !== '') || typeof value === 'number'
