/**
 * What Node and browsers both know without an import, as far as code that runs on either side uses it: `tsconfig.shared.json` knows neither, so that
 * nothing of one side alone is used by mistake. Source: the WHATWG URL and Encoding standards.
 */
declare class URL {
  constructor(url: string, base?: string)
  readonly protocol: string
  readonly host: string
  readonly hostname: string
  readonly username: string
}

declare class URLSearchParams {
  constructor(pairs: Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[])
}

declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean })
  decode(bytes: Uint8Array): string
}
