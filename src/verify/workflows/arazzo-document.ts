import type { SourcePlace } from '../../errors.js'
import type { JsonObject } from '../../lib/json-object.js'

/** Something of an Arazzo document, and the JSON pointer at which it stands. */
export interface Written {
  readonly pointer: string
  readonly value: JsonObject
}

/** One call of an operation or of another workflow (Arazzo 1.0.1 §4.6.5). */
export interface WorkflowStep extends Written {
  readonly stepId: string
}

/** Steps that are carried out one after another (Arazzo 1.0.1 §4.6.4). */
export interface Workflow extends Written {
  readonly workflowId: string
  readonly dependsOn: readonly string[]
  readonly steps: readonly WorkflowStep[]
}

/** An Arazzo document (1.0 or 1.1), as it was written. */
export interface ArazzoDocument {
  /** As it was named. */
  readonly file: string
  readonly root: JsonObject
  readonly workflows: readonly Workflow[]
  readonly place: (pointer: string) => SourcePlace
}
