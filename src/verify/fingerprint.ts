import { hashText } from '../lib/seeded-random.js'
import type { Finding } from './finding.js'

type Parts = Pick<
  Finding,
  'rule' | 'method' | 'path' | 'status' | 'contractPointer' | 'dataPointer' | 'keyword'
>

/** Indices of arrays say nothing of what is wrong. */
const withoutIndices = (pointer = ''): string => pointer.replace(/\/\d+(?=\/|$)/g, '/*')

/** The same for the same fault from run to run: no ids and no values are in it. */
export const fingerprintOf = (parts: Parts): string => {
  const { rule, method, path, status = '', contractPointer = '', dataPointer, keyword = '' } = parts
  const text = [rule, method, path, status, contractPointer, withoutIndices(dataPointer), keyword]
  const half = (salt: string): string =>
    hashText(salt + text.join('\n'))
      .toString(16)
      .padStart(8, '0')
  return half('') + half('2')
}
