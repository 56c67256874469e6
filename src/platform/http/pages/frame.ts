import { type Commune, receptionPhone } from '../../model/commune.js'
import { LANGUAGES, type Language } from '../../model/language.js'
import type { PlainKey, SayPlain } from '../../model/say.js'
import { frenchTypography } from '../../text/typography.js'

/** Says a sentence of these pages, in the language of the page. */
export type SayOnPage = (key: PlainKey, parameters?: Record<string, string>) => string

/** What every page is made with; nothing in it is read from the store, so that a page of error can always be made. */
export interface Frame {
  language: Language
  /** The languages of these pages, each by its own name. */
  languages: { language: Language; name: string }[]
  t: SayOnPage
  commune: Commune
  /** The reception's phone, spaced for reading. */
  phone: string
  now: Date
}

/** What frames are made from. */
export interface FrameNeeds {
  sayPlain: SayPlain
  now: () => Date
}

/** The frame of a page of a commune, in a language. */
export function frameOf(http: FrameNeeds, commune: Commune, language: Language): Frame {
  return {
    language,
    languages: (commune.languages ?? LANGUAGES).map((one) => ({
      language: one,
      name: http.sayPlain(one, 'header.own_language'),
    })),
    t: (key, parameters) => http.sayPlain(language, key, parameters),
    commune,
    phone: frenchTypography(receptionPhone(commune)),
    now: http.now(),
  }
}
