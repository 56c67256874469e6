import type { ReadingMoment } from '../../features/entries/render/describe-opening.js'
import type { Commune } from '../../platform/model/commune.js'
import { localeOf, type RecognisedLanguage } from '../../platform/model/language.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { tellFact } from '../local-facts/tell-fact.js'
import type { WasteAsked } from './find-waste.js'
import type { InEachLanguage, WasteGuide, WasteKind } from './waste.js'

/** Where things go in a commune. */
export interface WasteTold {
  /** A sentence for each thing, then what is good to know of where it goes, then the hours of the recycling centre. */
  text: string
  /** Ids of the entries that say more, those of the first kinds first. */
  entryIds: string[]
}

interface Place {
  guide: WasteGuide
  commune: Commune
  /** Id of the service that is its recycling centre, where it has one. */
  centre: string | undefined
}

/** Tells where things go. The rules of the commune stand above those of the guide. */
export function tellWaste(
  { language, objects }: WasteAsked,
  { guide, commune, centre }: Place,
  telling: ReadingMoment,
): WasteTold {
  const kindsOf = (id: string) =>
    (commune.waste?.objects?.[id] ?? guide.objects.get(id)?.to ?? []).flatMap((kind) => guide.kinds.get(kind) ?? [])
  const told = objects.map(({ id, name }) => ({ name, kinds: kindsOf(id) }))
  const firsts = [...new Set(told.flatMap(({ kinds }) => kinds.slice(0, 1)))]
  const all = [...new Set([...firsts, ...told.flatMap(({ kinds }) => kinds)])]
  const goes = told.map(({ name, kinds }) => {
    const places = new Intl.ListFormat(localeOf(language), { type: 'disjunction' }).format(
      new Set(kinds.map((kind) => placeOf(kind, { guide, commune, language }))),
    )
    return telling.say('waste.goes', { object: capital(name), places })
  })
  const known = firsts.flatMap((kind) => [inLanguage(kind.says, language), ...(noteOf(kind, commune) ?? [])])
  const hours =
    centre !== undefined && all.some(({ id }) => id === 'dechetterie' || id === 'dangereux')
      ? ['', tellFact({ ids: [centre], asked: ['hours'] }, commune, telling)]
      : []
  return {
    text: [...goes, [...new Set(known)].join(' '), ...hours].join('\n'),
    entryIds: [...new Set(all.map(({ entry }) => entry))],
  }
}

function placeOf(
  { id, colour, place }: WasteKind,
  { guide, commune, language }: { guide: WasteGuide; commune: Commune; language: RecognisedLanguage },
): string {
  const bin = guide.colours.get(commune.waste?.bins?.[id] ?? colour ?? '')
  return inLanguage(place, language) + (bin ? ` (${inLanguage(bin, language)})` : '')
}

function noteOf({ id }: WasteKind, { waste }: Commune): string[] | null {
  const note = waste?.notes?.[id]
  return note === undefined ? null : [frenchTypography(note)]
}

function inLanguage(text: InEachLanguage, language: RecognisedLanguage): string {
  return language === 'fr' ? frenchTypography(text.fr) : (text[language] ?? text.fr)
}

function capital(name: string): string {
  return name.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase())
}
