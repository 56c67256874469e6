import type { Request } from 'express'
import { LANGUAGES, type Language, toLanguage } from '../model/language.js'

/** The caller's language: the best match of `Accept-Language`, French when there is none. */
export function languageOf(request: Request): Language {
  const best = request.acceptsLanguages([...LANGUAGES])
  return toLanguage(best === false ? undefined : best)
}
