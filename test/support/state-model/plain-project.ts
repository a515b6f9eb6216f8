/** What is known of one project: what is answered of it, but for times. */
export interface PlainProject {
  readonly id: string
  readonly createdAt: string
  name: string
  status: string
  archived: boolean
  isStarred: boolean
  slug?: string
  budget?: number
  tags?: readonly string[]
  owner?: Owner | null
}

interface Owner {
  readonly name?: string | null
  readonly mail?: string | null
}

/** What a client says of one. */
export interface SaidProject {
  readonly name?: string
  readonly slug?: string
  readonly status?: string
  readonly budget?: number | null
  readonly tags?: readonly string[]
  readonly owner?: Owner | null
}

/** A step of a JSON patch. */
export interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove' | 'test'
  readonly path: string
  readonly value?: unknown
}

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

/** A project as it is answered, but for its times. */
export const shownProject = ({ isStarred: _, ...project }: PlainProject) =>
  withoutUndefined({ ...project, tagCount: project.tags?.length ?? 0 })

/** PUT: what the client can say and does not say is as in a new one. */
export const replacedProject = (project: PlainProject, said: SaidProject): PlainProject =>
  withoutUndefined({
    ...{ id: project.id, createdAt: project.createdAt },
    ...{ archived: project.archived, isStarred: project.isStarred },
    ...{ name: said.name ?? '', status: said.status ?? 'draft', slug: said.slug },
    ...{ budget: said.budget ?? undefined, tags: said.tags, owner: said.owner },
  }) as PlainProject

/** A plain partial: a budget may not be null, so null clears it. */
export const partlyProject = (project: PlainProject, said: SaidProject): PlainProject =>
  withoutUndefined({
    ...project,
    ...said,
    budget: 'budget' in said ? (said.budget ?? undefined) : project.budget,
  }) as PlainProject

/** RFC 7396 for a project: two levels are all there are. */
export const mergedProject = (project: PlainProject, said: SaidProject): PlainProject => {
  const { owner, ...others } = said
  const isSaid = 'owner' in said
  const kept = { ...(project.owner ?? {}), ...(owner ?? {}) }
  const merged = Object.fromEntries(
    Object.entries(kept).filter(([name]) => (owner ?? {})[name as 'name'] !== null),
  )
  const next = owner === null ? undefined : isSaid ? merged : project.owner
  return partlyProject({ ...project, owner: next as Owner }, others)
}

/** JSON patch on the flat members of a project and the texts of its list: 409, 422 or what it becomes. */
export const patchedProject = (
  project: PlainProject,
  steps: readonly PatchStep[],
): PlainProject | 409 | 422 => {
  const next: Record<string, unknown> = { ...project, tags: project.tags && [...project.tags] }
  if (project.tags === undefined) delete next['tags']
  for (const { op, path, value } of steps) {
    const [name = '', end] = path.slice(1).split('/')
    const isThere = next[name] !== undefined
    if (end === '-') {
      if (!isThere) return 422
      next[name] = [...(next[name] as string[]), value]
    } else if (op !== 'add' && !isThere) return 422
    else if (op === 'test') {
      if (next[name] !== value) return 409
    } else if (op === 'remove') delete next[name]
    else next[name] = value
  }
  return typeof next['name'] === 'string' ? (next as unknown as PlainProject) : 422
}
