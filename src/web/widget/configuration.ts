import { type Language, toLanguage } from '../../domain/language.js'

/** What the page's `<script>` says. */
export interface Configuration {
  communeId: string
  language: Language
  /** Address of the API, without a final slash: beside the script, wherever the page is. */
  apiBase: string
  /** Address of what the build puts beside the script, with its final slash. */
  assetBase: string
}

/** Reads `data-commune` and `data-language` of the script element; the language is otherwise the page's own. */
export function readConfiguration(script: { src: string; dataset: DOMStringMap }, pageLanguage: string): Configuration {
  const base = script.src.replace(/(assets\/)?widget\.js.*$/, '')
  return {
    communeId: script.dataset.commune ?? '',
    language: toLanguage(script.dataset.language ?? pageLanguage),
    apiBase: `${base}api/v1`,
    assetBase: `${base}assets/`,
  }
}
