/**
 * A deeply frozen copy of a JSON value, as JSON text would bring it back: members that are undefined
 * are left out, -0 becomes 0.
 *
 * @throws TypeError when the value has no exact JSON form (dates, functions, NaN, class instances).
 */
export function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map((item) => frozenCopy(item ?? null)))
  if (!isPlainObject(value)) return scalar(value)
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const member = value[key]
    if (member !== undefined) setOwn(copy, key, frozenCopy(member))
  }
  return Object.freeze(copy)
}

/**
 * Freezes a JSON value and everything in it, in place, and returns it.
 *
 * @throws TypeError when the value has no exact JSON form.
 */
export function freezeJson<T>(value: T): T {
  if (Array.isArray(value)) for (const item of value) freezeJson(item)
  else if (isPlainObject(value)) {
    for (const key of Object.keys(value)) if (value[key] !== undefined) freezeJson(value[key])
  } else scalar(value)
  return Object.freeze(value)
}

/** True for `{...}`, also from another realm (a vm context); false for arrays, null and class instances. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function scalar(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value
  throw new TypeError(`A value of type ${typeof value} has no exact JSON form: ${String(value)}`)
}

// Plain assignment of `__proto__` would change the copy's prototype instead of adding a member.
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, enumerable: true })
}
