import { dump } from 'js-yaml'

/** A JSON value as YAML; a text that YAML could take for something else is quoted. */
export const writeYaml = (value: unknown): string => dump(value, { noRefs: true, lineWidth: -1 })
