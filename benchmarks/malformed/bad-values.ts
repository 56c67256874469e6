import fc from 'fast-check'

/** Keys that are something else than data in JavaScript. */
export const PROTOTYPE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'length',
  '__defineGetter__',
]

/** Texts that parsers, files, spreadsheets, pages and terminals read in their own way. */
export const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\uffff',
  '\u202e\u2066abc\u2069',
  `e${'\u0301'.repeat(500)}`,
  '👨‍👩‍👧‍👦'.repeat(50),
  '\r\nSet-Cookie: a=b',
  '../../../etc/passwd',
  '..\\..\\windows',
  '%2e%2e%2f%00',
  '{{7*7}} $\u007b7*7} #{7*7}',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  'javascript:alert(1)',
  'NaN',
  '-0',
  '1e999',
  '9'.repeat(400),
  'null',
  'undefined',
  '٠١٢٣٤',
  'ﷺ'.repeat(100),
  'ß'.repeat(300),
  'İ'.repeat(300),
  ...PROTOTYPE_KEYS,
]

/** A text of any characters, lone surrogates included. */
export const anyText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((codes) => String.fromCharCode(...codes)),
)

/** Numbers at the edges of what numbers are. */
export const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324, Number.MAX_SAFE_INTEGER),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

/** A value of any type of JSON. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 2, arbitrary: anyNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null]) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

/** A value nested so many times. */
export function nested(depth: number, shape: 'list' | 'object'): string {
  return shape === 'list' ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}
