import type { ContractNews } from './contract-news.js'
import type { CurrentSite } from './current-site.js'
import { canReload, reloadContract, type ServedContract } from './serve-contract.js'

/** One contract, loaded anew or not. */
interface Attempt {
  readonly before: ServedContract
  readonly after: ServedContract
  readonly error?: unknown
}

const attempt = async (before: ServedContract): Promise<Attempt> => {
  try {
    return { before, after: await reloadContract(before) }
  } catch (error) {
    return { before, after: before, error }
  }
}

const isGood = ({ error }: Attempt): boolean => error === undefined

const isConcerned = (served: ServedContract, files: readonly string[] | undefined): boolean =>
  canReload(served) && (files === undefined || served.files.some((file) => files.includes(file)))

/** Loads the contracts of a server anew, one run after the other. */
export class ContractReload {
  readonly #current: CurrentSite
  readonly #news: ContractNews
  #last: Promise<unknown> = Promise.resolve()

  constructor(current: CurrentSite, news: ContractNews) {
    this.#current = current
    this.#news = news
  }

  /**
   * Loads anew what was read from these files, or all that can be read again. A contract that cannot be
   * used leaves the last good one serving. Resolves to the slugs of those that were loaded.
   * @throws SetupError of the first that cannot be used, once the others are served.
   */
  run(files?: readonly string[]): Promise<readonly string[]> {
    const next = this.#last.then(() => this.#run(files))
    this.#last = next.catch(() => undefined)
    return next
  }

  async #run(files: readonly string[] | undefined): Promise<readonly string[]> {
    const concerned = this.#current.served().filter((served) => isConcerned(served, files))
    const loaded: Attempt[] = []
    for (const served of concerned) loaded.push(await attempt(served))
    const attempts = loaded.some(isGood) ? await this.#swap(loaded) : loaded
    const good = attempts.filter(isGood).map(({ after }) => after)
    const [failed] = attempts.filter((one) => !isGood(one))
    for (const { before, error } of attempts) if (error) this.#news.broken(before, error)
    good.forEach((served) => this.#news.reloaded(served))
    if (good.length > 0) this.#news.conflicts(this.#current.site(), this.#current.served())
    if (failed) throw failed.error
    return good.map(({ contract }) => contract.slug)
  }

  /** Serves what was loaded; where handlers do not fit any more, it counts as broken. */
  async #swap(attempts: readonly Attempt[]): Promise<readonly Attempt[]> {
    const after = new Map(attempts.map((one) => [one.before, one.after]))
    try {
      await this.#current.replace(this.#current.served().map((one) => after.get(one) ?? one))
      return attempts
    } catch (error) {
      return attempts.map((one) => ({ error, ...one }))
    }
  }
}
