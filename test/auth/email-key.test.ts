import { emailKey } from '../../src/auth/user.js'

describe('the key of an e-mail address (AUN-14)', () => {
  test.each([
    ['letter case', 'User@Example.COM'],
    ['space around', ' user@example.com\t'],
    ['full-width letters', 'ｕser＠example.com'],
    ['letters that only their plain forms can lower', 'uſer@example.com'],
    ['mathematical capitals', '𝐔ser@example.com'],
    ['ligatures and script capitals', 'user@exampℓe.com'],
  ])('does not see %s', (_name, spelling) => {
    expect(emailKey(spelling)).toBe('user@example.com')
  })

  test.each([
    ['dotless ı', 'us\u0131r@example.com', 'usir@example.com'],
    ['a trailing dot', 'user@example.com.', 'user@example.com'],
    ['a space inside', 'us er@example.com', 'user@example.com'],
    ['a quoted local part', '"user"@example.com', 'user@example.com'],
    ['Cyrillic', 'us\u0435r@example.com', 'user@example.com'],
  ])('sees %s', (_name, one, other) => {
    expect(emailKey(one)).not.toBe(emailKey(other))
  })

  test('is its own key, whatever the letter', () => {
    for (let code = 0; code < 0x11_0000; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue
      const key = emailKey(`a${String.fromCodePoint(code)}\u0323b`)
      if (emailKey(key) !== key) throw new TypeError(`U+${code.toString(16)}: ${key}`)
    }
  })
})
