// The contract of the fault server as OpenAPI 3.0, with sample values for what the paths name: Dredd knows no 3.1.
import { parse } from 'yaml'

const samples = {
  projectId: '00000000-0000-4000-8000-000000000001',
  memberId: '00000000-0000-4000-8000-000000000002',
  taskId: 4711,
}

const older = (value) => {
  if (Array.isArray(value)) return value.map(older)
  if (typeof value !== 'object' || value === null) return value
  const node = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, older(one)]))
  if (Array.isArray(node.type)) {
    node.nullable = node.type.includes('null')
    node.type = node.type.find((type) => type !== 'null')
  }
  if ('const' in node) {
    Object.assign(node, { type: typeof node.const, enum: [node.const] })
    delete node.const
  }
  if (typeof node.exclusiveMinimum === 'number')
    Object.assign(node, { minimum: node.exclusiveMinimum, exclusiveMinimum: true })
  if (node.prefixItems) {
    Object.assign(node, { items: { type: 'number' }, maxItems: node.prefixItems.length })
    delete node.prefixItems
  }
  if (node.in === 'path') node.example = samples[node.name]
  return node
}

/** The same contract for tools that read OpenAPI 3.0 only. */
export const olderContract = (text) => ({ ...older(parse(text)), openapi: '3.0.3' })
