import { foldText } from '../../src/platform/text/fold-text.js'

/**
 * The ways in which something typed may lie in a file, a log or an answer: as it is, accents folded, without spaces, dots and dashes, in an address, in JSON,
 * in base64 at each of its three offsets. Looked for in texts that are lower-cased.
 */
export function variantsOf(typed: string): string[] {
  const bare = typed.replace(/[\s.()-]/g, '')
  const plain = [typed, foldText(typed), bare, bare.replace(/^0/, '+33'), encodeURIComponent(typed)]
  const escaped = JSON.stringify(typed).slice(1, -1)
  const ascii = escaped.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const encoded = [typed, bare].flatMap((text) => [0, 1, 2].map((offset) => inBase64(text, offset)))
  return [...new Set([...plain, escaped, ascii, ...encoded].map((one) => one.toLowerCase()))]
}

/** The characters of base64 that a text gives wherever it begins in what is encoded, without those that its neighbours change. */
function inBase64(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
  const whole = bytes.toString('base64').replace(/=+$/, '')
  return whole.slice(offset === 0 ? 0 : offset + 1, -1)
}
