/** Texts that a sample must carry unchanged, whatever they mean to a language; `canary` is a file that none may make. */
export const hostileTexts = (canary: string): readonly string[] => [
  `'single' "double" \`back\``,
  `O'Brien`,
  `'; touch ${canary}; '`,
  `"; touch ${canary}; "`,
  `$(touch ${canary}) \`touch ${canary}\` $HOME \${HOME} {$x} \${x} #{\`touch ${canary}\`} #{1+1} #$0 #@x`,
  `'); system('touch ${canary}'); ('`,
  `"); require("fs").writeFileSync("${canary}", ""); ("`,
  // With a line break, which makes languages choose another kind of literal.
  `\n$(touch ${canary}) \`touch ${canary}\` $HOME {$x} \${x} #{\`touch ${canary}\`} #$0 '"\\`,
  'line\nbreak\r\ncarriage\rreturn\ttab',
  '\nbegins and ends\n',
  'back\\slash \\n \\u0041 \\u000a \\u0022 \\x41 \\N{BULLET} \\',
  '\\',
  '%s %d %% %n %{x} %00 %0a %USERPROFILE%',
  '\u0001\u0007\b\f\u000b\u001b[31m\u007f',
  '\u0001 1 \u0012 2 \u001b c',
  '\u0085 \u009b \u2028 \u2029 \u202etxt \ufeff \u00ad \u200d',
  'ü é ñ 漢字 ქართული \u{1f600} \u{1f469}\u200d\u{1f469} \u{10ffff} \ufffd',
  '\ud800 lone \udc00',
  '</script><script>x</script><!-- --> ]]>',
  '@/etc/hostname',
  '@file',
  '<file',
  ';type=text/html;filename=x',
  '"a;b",c',
  '?> <?php echo 1; <%= 1 %>',
  '*/ // -- # /*',
  `""" ''' )" r"---(x)---"`,
  'JSON\nJSON;\nEOF\nEND\n__END__\n=end\n}',
  '!! !$ !x ^',
  '',
  ' ',
  'null',
  '-n',
  '--help',
  'a=b&c=d;e+f #g',
  '[a-z]{1,2}',
  '~/x',
]

/** The text as UTF-8 carries it. */
export const arrivedText = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd')

/** Values of JSON beyond strings: every kind, names that mean something to a language, numbers at the edge. */
export const hostileValues: Readonly<Record<string, unknown>> = {
  kinds: { null: null, true: true, false: false, object: {}, array: [], nested: [[], [{}], null] },
  numbers: [0, -1, 1.5, -0.001, 1e21, 5e-324, 1.7976931348623157e308, 9007199254740991],
  names: JSON.parse(
    '{"__proto__":{"a":1},"constructor":1,"toString":2,"":3,"1":4,"a b":5,"class":6}',
  ),
  arrayOnTop: ['a', 1, null],
  emptyObject: {},
  emptyArray: [],
  emptyString: '',
  string: 'text',
  zero: 0,
  false: false,
  null: null,
  beyondDoubles: { id: 9007199254740993n, list: [-123456789012345678901234567890n, 1] },
  deep: JSON.parse(`${'['.repeat(60)}1${']'.repeat(60)}`),
}
