import type { Request } from 'express'
import { languageOf } from '../../platform/http/request-language.js'
import { LANGUAGES, type Language, toLanguage } from '../../platform/model/language.js'

/** A parameter of an address, when it is there once. */
export function queryOf(request: Request, name: string): string | undefined {
  const value = request.query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The language that an address asks for (`langue`), otherwise the browser's. */
export function pageLanguage(request: Request): Language {
  const asked = queryOf(request, 'langue')
  return asked === undefined ? languageOf(request) : toLanguage(asked)
}

/** The language that a form was written in, otherwise the address's or the browser's. */
export function formLanguage(request: Request): Language {
  const typed = typedIn(request, 'langue')
  return LANGUAGES.find((one) => one === typed) ?? pageLanguage(request)
}

/** What was typed in a field of a form, exactly; empty when it is not there once. */
export function typedIn(request: Request, name: string): string {
  const body: unknown = request.body
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : ''
}
