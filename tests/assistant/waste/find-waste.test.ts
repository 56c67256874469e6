import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { findWaste } from '../../../src/assistant/waste/find-waste.js'
import { requireKnownWaste } from '../../../src/assistant/waste/load-waste.js'
import { tellWaste } from '../../../src/assistant/waste/tell-waste.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { EXAMPLE_LANGUAGES, type RecognisedLanguage } from '../../../src/platform/model/language.js'
import { idsIn, intentsDir, knowledgeDir, villebourg } from '../../features/entries/installed.js'
import { language } from '../installed-language.js'

const NOW = new Date('2026-11-30T09:30:00.000Z')
const LANGUAGES: RecognisedLanguage[] = ['fr', ...EXAMPLE_LANGUAGES]

const { guide, tables } = language.heard.waste
const { say } = language
const listen = await language.listenBeside([])
const find = (text: string, heard?: RecognisedLanguage) =>
  findWaste(text, [heard ?? listen(text).language, 'fr'], { guide, tables })
const idsOf = (text: string, heard?: RecognisedLanguage) =>
  find(text, heard)
    ?.objects.map(({ id }) => id)
    .join(' ') ?? '-'

/** What is told, in ordinary spaces. */
function tell(text: string, commune: Commune = villebourg): string[] {
  const asked = find(text)
  if (!asked) return []
  const { language } = asked
  const telling = { now: NOW, timeZone: commune.timeZone, language, say: say.bind(null, language) }
  const told = tellWaste(asked, { guide, commune, centre: 'dechetterie' }, telling)
  return told.text.replace(/[\u00a0\u202f]/g, ' ').split('\n')
}

describe('a message', () => {
  it.each(JSON.parse(readFileSync(resolve('tests/assistant/waste/messages.json'), 'utf8')) as [string, string][])(
    '%s: %s',
    (text, ids) => {
      expect(idsOf(text)).toBe(ids)
    },
  )
})

describe('the example questions of the installed entries', () => {
  /** Entries of which what is thrown away is the subject. */
  const OF_WASTE = new Set(
    'tri-consignes dechetterie encombrants composteur dechets-electriques brulage-dechets-verts'.split(' '),
  )

  /** The French ones, and a few of each other language. */
  const MOST = 4

  it('are questions on a thing nowhere else', () => {
    const wrong: string[] = []
    for (const id of idsIn(intentsDir, '.json').filter((one) => !OF_WASTE.has(one))) {
      const { utterances } = JSON.parse(readFileSync(join(intentsDir, `${id}.json`), 'utf8'))
      for (const [language, questions] of Object.entries<string[]>(utterances))
        wrong.push(
          ...(language === 'fr' ? questions : questions.slice(0, MOST))
            .filter((one) => find(one, language as RecognisedLanguage))
            .map((one) => `${id}: ${one}`),
        )
    }
    expect(wrong).toEqual([])
  })
})

describe('the dictionary', () => {
  it.each(LANGUAGES)('says everything in %s, and each name once', (language) => {
    const objects = [...guide.objects.values()]
    expect(objects.filter(({ names }) => !names[language]?.length).map(({ id }) => id)).toEqual([])
    const texts = [...guide.kinds.values(), ...guide.colours.values()]
    expect(
      texts.filter((one) => ('says' in one ? !one.says[language] || !one.place[language] : !one[language])),
    ).toEqual([])
    const names = objects.flatMap((object) => object.names[language] ?? []).map((name) => name.toLowerCase())
    expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([])
  })

  it('is heard by each of its names after a question', () => {
    const lost = [...guide.objects.values()].flatMap(({ id, names }) =>
      names.fr.filter((name) => !idsOf(`où jeter ${name} ?`, 'fr').split(' ').includes(id)),
    )
    expect(lost).toEqual([])
  })

  it('sends to entries that there are', () => {
    const ids = new Set(idsIn(knowledgeDir, '.md'))
    expect([...guide.kinds.values()].filter(({ entry }) => !ids.has(entry))).toEqual([])
  })
})

describe('what becomes of a thing is told', () => {
  it('in one sentence, with what is good to know and the hours of the recycling centre', () => {
    const [goes, says, , hours, place] = tell("que faire d'un matelas ?")
    expect(goes).toBe(
      'Matelas : à la déchetterie, aux encombrants sur rendez-vous ou repris par le vendeur quand il livre le neuf.',
    )
    expect(says).toContain('carte d’accès')
    expect(hours).toMatch(/^Horaires : /)
    expect(place).toContain('Déchetterie intercommunale')
  })

  it('of each thing, in the language of the question', () => {
    expect(tell('où jeter les piles et les pots de yaourt').slice(0, 2)).toEqual([
      'Pile : en magasin dans un point de collecte ou à la déchetterie.',
      'Pot de yaourt : dans le bac de tri (jaune).',
    ])
    expect(tell('куда сдать батарейки')[0]).toBe(
      'Батарейка: в магазин в пункт сбора или в центр приёма отходов («déchetterie»).',
    )
  })

  it('by the rules of the commune first', () => {
    const waste = {
      objects: { matelas: ['encombrants'] },
      bins: { jaune: 'bleu' },
      notes: { jaune: 'Sacs en mairie.' },
    }
    expect(tell("que faire d'un matelas ?", { ...villebourg, waste })).toHaveLength(2)
    expect(tell("que faire d'un matelas ?", { ...villebourg, waste })[0]).toBe(
      'Matelas : aux encombrants sur rendez-vous.',
    )
    const [goes, says] = tell('où jeter un pot de yaourt', { ...villebourg, waste })
    expect(goes).toBe('Pot de yaourt : dans le bac de tri (bleu).')
    expect(says).toContain('Sacs en mairie.')
  })

  it('only where the rules name what the dictionary has', () => {
    const waste = { objects: { matela: ['encombrant'] }, bins: { jaune: 'bleue' } }
    expect(() => requireKnownWaste([{ ...villebourg, waste }], guide)).toThrow(
      [
        'communes/villebourg.json: waste.objects.matela: "matela" is unknown; did you mean "matelas"?',
        'communes/villebourg.json: waste.objects.matela: "encombrant" is unknown; did you mean "encombrants"?',
        'communes/villebourg.json: waste.bins.jaune: "bleue" is unknown; did you mean "bleu"?',
      ].join('\n'),
    )
  })
})
