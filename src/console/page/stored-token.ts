const key = 'openapi-sandbox control token'

/** The control token that a person gave in this tab; browsers forget it with the tab. */
export const storedToken = (): string | undefined => {
  try {
    return sessionStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps the token for this tab; undefined forgets it. Browsers that keep nothing ask again. */
export const storeToken = (token: string | undefined): void => {
  try {
    if (token === undefined) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, token)
  } catch {
    // Only this page knows it then.
  }
}
