import type { Fault } from '../../src/control-client/index.js'
import {
  effectChoices,
  effectKey,
  effectText,
  switchOf,
  whichText,
} from '../../src/console/page/fault-effects.js'

const fault = (rule: Fault['rule']): Fault => ({ id: '1', rule, matched: 0, applied: 0 })

test('the documented errors of an operation can be chosen, and 500 and 503 always', () => {
  const labels = effectChoices(['200', '404', '4XX', 'default', '503']).map(({ label }) => label)
  expect(labels.filter((label) => label.startsWith('answer'))).toEqual([
    'answer 404',
    'answer 500',
    'answer 503',
  ])
})

test('every choice is told apart from the others', () => {
  const keys = effectChoices(['401']).map(({ effect }) => effectKey(effect))
  expect(new Set(keys).size).toBe(keys.length)
})

test('a switch shows the rule that it has set, and no other', () => {
  const always = fault({ operationId: 'a', probability: 1, answer: { status: 503 } })
  expect(switchOf([always], 'a')).toBe(always)
  expect(switchOf([always], 'b')).toBeUndefined()
  for (const more of [{ times: 1 }, { probability: 0.5 }, { status: '2XX' }, { skip: 1 }])
    expect(switchOf([fault({ ...always.rule, ...more })], 'a')).toBeUndefined()
  expect(effectKey({ operationId: 'a', answer: { status: 503 }, probability: 1 })).toBe(
    effectKey({ answer: { status: 503 } }),
  )
})

test('a rule is told in words', () => {
  const rule = { method: 'GET', path: '/user*', probability: 0.25, skip: 2, times: 3 }
  expect(whichText(rule)).toBe('GET /user*, 25 %, after 2, 3 times')
  expect(whichText({ probability: 1 })).toBe('every request')
  expect(effectText({ latency: { distribution: 'fixed', ms: 50 }, answer: { status: 503 } })).toBe(
    '50 ms later, answer 503',
  )
})
