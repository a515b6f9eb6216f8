interface Use {
  /** Requests under way. */
  active: number
  /** Milliseconds since 1970, by the clock of the machine. */
  lastAt: number
}

/** When each sandbox was used, in memory. */
export class SandboxUses {
  readonly #uses = new Map<string, Use>()
  readonly #now: () => number
  readonly #exists: (name: string) => boolean

  /** `now` is the time of the machine; `exists` tells which sandboxes are worth remembering. */
  constructor(now: () => number, exists: (name: string) => boolean) {
    this.#now = now
    this.#exists = exists
  }

  /** Notes that a request begins; call what it returns when that ends. */
  begin(name: string): () => void {
    const use = this.#note(name)
    use.active++
    return () => {
      use.active--
      use.lastAt = this.#now()
      if (use.active === 0 && !this.#exists(name)) this.forget(name)
    }
  }

  /** When it was last used, in milliseconds since 1970; undefined: not since the start. */
  lastAt(name: string): number | undefined {
    return this.#uses.get(name)?.lastAt
  }

  /** True while a request is under way. */
  isActive(name: string): boolean {
    return (this.#uses.get(name)?.active ?? 0) > 0
  }

  forget(name: string): void {
    this.#uses.delete(name)
  }

  #note(name: string): Use {
    const use = this.#uses.get(name) ?? { active: 0, lastAt: 0 }
    use.lastAt = this.#now()
    this.#uses.set(name, use)
    return use
  }
}
