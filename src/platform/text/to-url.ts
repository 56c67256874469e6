/**
 * An address as a URL; `null` when it is none. `URL.canParse` is not used anywhere: once V8 has optimised its caller, that of Node 20 says no to every address
 * with an accent, `https://mairie.évry.fr` among them (seen with Node 20.20 after some thousand calls). Pure.
 * @param base what a relative address begins from
 */
export function toUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}
