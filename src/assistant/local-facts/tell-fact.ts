import type { ReadingMoment } from '../../features/entries/render/describe-opening.js'
import { type Commune, type Service, serviceOf } from '../../platform/model/commune.js'
import type { FactKind, LastPlace } from '../../platform/model/local-fact.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { tellOpening } from './tell-opening.js'

/** What is told of a place that is written in the file of the commune. */
const WRITTEN = {
  phone: ({ telephone }: Service) => telephone,
  email: ({ courriel }: Service) => courriel,
  address: ({ adresse }: Service) => adresse,
  access: ({ acces = '' }: Service) => acces,
  stop: ({ arret = '' }: Service) => arret,
}

/**
 * A fact in words, of each of its places: a sentence or two that answer, then one line with what they have not said of its name, its telephone and its address. What the file of the commune does not say is
 * said not to be known.
 */
export function tellFact({ ids, asked, when }: LastPlace, commune: Commune, telling: ReadingMoment): string {
  const places = ids.flatMap((id) => serviceOf(commune, id) ?? [])
  return places
    .map((place) => {
      const sentences = asked.map((kind) => tellKind(kind, place, { commune, when, telling }))
      return `${sentences.join(' ')}\n${lineOf(place, asked, telling)}`
    })
    .join('\n\n')
}

interface Told {
  commune: Commune
  when: LastPlace['when'] | undefined
  telling: ReadingMoment
}

function tellKind(kind: FactKind, place: Service, { commune, when, telling }: Told): string {
  const { say } = telling
  switch (kind) {
    case 'opening':
    case 'hours':
      return tellOpening(kind, place, { commune, when, telling })
    case 'who':
      return say('fact.who', { place: frenchTypography(place.nom) })
    case 'phone':
    case 'email':
    case 'address':
    case 'access':
    case 'stop': {
      const written = WRITTEN[kind](place).trim()
      return written === '' ? say(`fact.no_${kind}`) : endSentence(say(`fact.${kind}`, { [kind]: written }))
    }
    default:
      return kind satisfies never
  }
}

/** What the sentences have not said of it. It is written in French, whatever the language around. */
function lineOf({ nom, telephone, adresse }: Service, asked: readonly FactKind[], { language }: ReadingMoment): string {
  const isSaid = (kind: FactKind) => asked.includes(kind)
  const parts = [isSaid('who') ? '' : nom, isSaid('phone') ? '' : telephone, isSaid('address') ? '' : adresse]
  const line = parts.filter((part) => part.trim() !== '').map(frenchTypography)
  return (language === 'ar' ? line.map((part) => `\u2068${part}\u2069`) : line).join(' · ')
}

/** What the file says may end with a stop of its own. */
function endSentence(sentence: string): string {
  return sentence.replace(/\.(\u2069?)\.$/, '.$1')
}
