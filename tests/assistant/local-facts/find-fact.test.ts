import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { findFact, type LocalFact } from '../../../src/assistant/local-facts/find-fact.js'
import { tellFact } from '../../../src/assistant/local-facts/tell-fact.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { type DialogueMemory, EMPTY_MEMORY } from '../../../src/platform/model/conversation.js'
import type { RecognisedLanguage } from '../../../src/platform/model/language.js'
import { idsIn, intentsDir, villebourg } from '../../features/entries/installed.js'
import { entry } from '../../features/entries/sample-entry.js'
import { commune, service } from '../../platform/model/sample-commune.js'
import { language } from '../installed-language.js'

/** Monday 30 November 2026, half past ten in Paris. */
const NOW = new Date('2026-11-30T09:30:00.000Z')

const words = language.heard.factWords
const { say } = language
const listen = await language.listenBeside([])
const entries = new Map([['piscine-municipale', entry('piscine-municipale')]])

interface Asking {
  memory?: DialogueMemory
  town?: Commune
  now?: Date
  heard?: RecognisedLanguage
}

function find(text: string, { memory = EMPTY_MEMORY, town = villebourg, now = NOW, heard }: Asking = {}) {
  const languages: RecognisedLanguage[] = [heard ?? listen(text).language, 'fr']
  return findFact({ text, languages, memory, now }, { commune: town, entries }, words)
}

/** What is told, in ordinary spaces and without the marks that keep the order of letters. */
function tell(text: string, asking: Asking = {}): string {
  const fact = find(text, asking)
  if (!fact) return ''
  const { town = villebourg, now = NOW } = asking
  const { language } = fact
  const telling = { now, timeZone: town.timeZone, language, say: say.bind(null, language) }
  return tellFact(fact, town, telling)
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\u2068\u2069]/g, '')
}

/** "opening | piscine | 2026-12-06", "hours | accueil | usual", or "-". */
function inShort(fact: LocalFact | null): string {
  if (!fact) return '-'
  const { when } = fact
  const hours = when?.from === undefined ? '' : ` ${when.from}-${when.to}`
  const moment = when && (when.now ? 'now' : when.usual ? 'usual' : when.days.join() + hours)
  return [fact.asked.join(), fact.ids.join(), ...(moment ? [moment] : [])].join(' | ')
}

const messages = JSON.parse(readFileSync(resolve('tests/assistant/local-facts/messages.json'), 'utf8')) as [
  text: string,
  fact: string,
][]

describe('a message', () => {
  it.each(messages)('%s: %s', (text, fact) => {
    expect(inShort(find(text))).toBe(fact)
  })
})

describe('the example questions of the installed entries', () => {
  /** Entries of which hours, an address or a telephone are the subject. */
  const OF_FACTS = new Set(
    `horaires-mairie piscine-municipale mediatheque dechetterie marche-horaires cimetiere-horaires-tombe police-municipale france-services
    accueil-jeunes equipement-sportif-reservation rendez-vous-mairie ccas-rendez-vous salle-fetes-location`.split(
      /\s+/,
    ),
  )
  /** Questions of other entries that ask for an address or for hours all the same. */
  const ALL_THE_SAME = new Set([
    'adresse postale CCAS',
    'posta adresi CCAS',
    'mail du maire',
    'Monsieur le maire courriel',
    'escribir al alcalde',
    '¿Cuál es el correo del señor alcalde?',
    'lé bureau ferme a kel heur dimanch',
  ])
  /** The French ones, and a few of each other language. */
  const MOST = 4

  it('become facts where they ask for one, and nowhere else', () => {
    const wrong: string[] = []
    for (const id of idsIn(intentsDir, '.json').filter((one) => !OF_FACTS.has(one))) {
      const { utterances } = JSON.parse(readFileSync(join(intentsDir, `${id}.json`), 'utf8'))
      for (const [language, questions] of Object.entries<string[]>(utterances)) {
        const asked = language === 'fr' ? questions : questions.slice(0, MOST)
        const heard = language as RecognisedLanguage
        wrong.push(
          ...asked.filter((one) => !ALL_THE_SAME.has(one) && find(one, { heard })).map((one) => `${id}: ${one}`),
        )
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('what is left unsaid', () => {
  const lastPlace = { ids: ['piscine'], asked: ['opening' as const] }

  it('is the place of the last fact, and what was asked of it', () => {
    const memory = { ...EMPTY_MEMORY, lastPlace }
    expect(inShort(find('et dimanche ?', { memory }))).toBe('opening | piscine | 2026-12-06')
    expect(inShort(find("c'est quoi l'adresse ?", { memory }))).toBe('address | piscine')
    const tomorrow = { ...EMPTY_MEMORY, lastPlace: { ...lastPlace, when: { days: ['2026-12-01'] } } }
    expect(inShort(find('et la médiathèque ?', { memory: tomorrow }))).toBe('opening | culture | 2026-12-01')
  })

  it('is the service of the entry that is shown when a day is asked, and the entry for the rest', () => {
    const shown = { ...entry('passeport'), sections: { ...entry('passeport').sections, place: '{{titres.adresse}}' } }
    const memory = { ...EMPTY_MEMORY, shownEntryId: 'passeport' }
    const with_ = { commune: villebourg, entries: new Map([['passeport', shown]]) }
    const ask = (text: string) => findFact({ text, languages: ['fr'], memory, now: NOW }, with_, words)
    expect(inShort(ask('vous êtes ouverts mercredi soir ?'))).toBe('opening | titres | 2026-12-02 18:00-24:00')
    expect(inShort(ask("c'est quoi l'adresse ?"))).toBe('-')
    expect(inShort(ask("c'est quoi l'adresse de la mairie ?"))).toBe('address | accueil')
  })

  it('is nobody of a town that has written nothing of its reception yet', () => {
    const empty = commune({ services: { accueil: service({ telephone: '', adresse: '', courriel: '', hours: {} }) } })
    expect(find('numéro de la mairie', { town: empty })).toBeNull()
  })
})

describe('a fact is told', () => {
  it('with the answer first, then how to reach the place', () => {
    expect(tell('la mairie est ouverte demain ?')).toBe(
      'Oui, c’est ouvert demain mardi 1er décembre de 8 h 30 à 12 h et de 13 h 30 à 17 h.\n' +
        'Accueil de la mairie · 02 61 91 00 00 · 1 place de la Mairie, 45990 Villebourg-sur-Loire',
    )
  })

  it.each([
    [
      'la piscine est ouverte à Noël ?',
      'Non, c’est fermé le vendredi 25 décembre (vidange des bassins). Prochaine ouverture : le lundi 4 janvier à 12 h.',
    ],
    [
      'ouvert le lundi de Pâques ?',
      'Non, c’est fermé le lundi 29 mars (lundi de Pâques). Prochaine ouverture : le mardi 30 mars à 8 h 30.',
    ],
    [
      'la mairie est ouverte entre midi et deux ?',
      'Non, c’est fermé à ce moment-là. Aujourd’hui lundi 30 novembre : de 8 h 30 à 12 h et de 13 h 30 à 17 h.',
    ],
    ['vous êtes ouverts en ce moment ?', 'Oui, c’est ouvert en ce moment. Fermeture : aujourd’hui à 12 h.'],
    ['y a marché le 24 décembre ?', 'Oui, c’est ouvert le jeudi 24 décembre de 8 h à 13 h.'],
    [
      'la piscine est ouverte ce week-end ?',
      'Oui, c’est ouvert le samedi 5 décembre de 10 h à 12 h 30 et de 14 h 30 à 18 h. Le dimanche 6 décembre : de 9 h à 12 h 30.',
    ],
    [
      'la mairie est fermée le 26 décembre ?',
      'Le samedi 26 décembre : fermé. Prochaine ouverture : le lundi 28 décembre à 8 h 30.',
    ],
    ['horaires de la salle des fêtes', 'Je n’ai pas d’horaires pour ce lieu : le mieux est d’appeler.'],
    ['quel bus pour la déchetterie ?', 'Je ne connais pas l’arrêt le plus proche de ce lieu.'],
    [
      "qui s'occupe des poubelles ?",
      'Pour cela, adressez-vous ici : Service des déchets de la communauté de communes.',
    ],
    [
      'is the town hall open on 25 December?',
      'No, it is closed on Friday 25 December (Christmas Day). It opens again on Monday 28 December at 08:30.',
    ],
    [
      'мэрия открыта 25 декабря?',
      'Нет: пятница, 25 декабря – закрыто (Рождество). Следующее открытие: понедельник, 28 декабря, 08:30.',
    ],
    [
      'belediye 25 aralıkta açık mı?',
      'Hayır: 25 Aralık Cuma – kapalı (Noel). Bir sonraki açılış: 28 Aralık Pazartesi, saat 08:30.',
    ],
    [
      'primăria este deschisă pe 25 decembrie?',
      'Nu: vineri, 25 decembrie – închis (Crăciunul). Următoarea deschidere: luni, 28 decembrie, ora 08:30.',
    ],
    ['رقم هاتف البلدية', 'الهاتف: 02 61 91 00 00.'],
  ])('%s', (text, sentence) => {
    expect(tell(text).split('\n')[0]).toBe(sentence)
  })

  it('with the closures to come where weeks are asked', () => {
    expect(tell('horaires de la médiathèque pendant les vacances')).toContain(
      'du 20 décembre au 3 janvier : le mardi et le mercredi de 14 h à 17 h ; le samedi de 10 h à 12 h 30. Fermetures prévues : samedi 26 décembre (pont de Noël), samedi 2 janvier (pont du Nouvel An).',
    )
  })

  it('of each place that has the name', () => {
    expect(tell("adresse de l'école").match(/rue des Écoles/g)).toHaveLength(2)
  })

  it('with the entry of the place, where there is one', () => {
    expect(find('piscine dimanche')?.entry?.id).toBe('piscine-municipale')
    expect(find('adresse du CCAS')?.entry).toBeUndefined()
  })
})
