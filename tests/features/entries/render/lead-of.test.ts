import { describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../../src/assistant/words/messages.js'
import { lintEntry } from '../../../../src/features/entries/lint/check-content.js'
import type { Aspect } from '../../../../src/features/entries/model/aspect.js'
import { answerIn } from '../../../../src/features/entries/render/answer-in.js'
import { shortAnswerIn, shortDigest, titleIn } from '../../../../src/features/entries/render/translation-of.js'
import type { Answer, Entry, ShortTranslation } from '../../../../src/platform/model/entry.js'
import type { RecognisedLanguage } from '../../../../src/platform/model/language.js'
import { sayIn } from '../../../../src/platform/model/say.js'
import { blocksToText } from '../../../../src/platform/text/rich-links.js'
import { commune } from '../../../platform/model/sample-commune.js'
import { knowledgeDir } from '../installed.js'
import { entry } from '../sample-entry.js'

const town = commune({})
const say = await loadMessages(knowledgeDir)
const written = entry('acte', 'Demander un acte', {
  steps: '1. Écrivez à la mairie.\n2. Attendez la réponse.\n3. Venez.',
  cost: '3 € par acte. Gratuit avant 18 ans. Un chèque suffit.',
  place: "À l'accueil. Horaires : {{accueil.horaires}}. Sonnez.",
})
const french: Entry = {
  ...written,
  short: { cost: 'C’est **3 €**. Gratuit avant 18 ans.', where: 'À la mairie : {{accueil.telephone}}. Sonnez.' },
}
const row: ShortTranslation = {
  title: 'Pedir una partida',
  summary: 'Son 3 €.',
  cost: '**3 €**. Gratis hasta los 18 años.',
}
const translated = (of: Entry, short = row): Entry => ({
  ...of,
  inShort: { ru: { ...short, from: shortDigest(of, short) } },
})

function answer(of: Entry, asked: Aspect[] = [], language: RecognisedLanguage = 'fr', now = '2026-11-30'): Answer {
  return answerIn(of, town, { say: sayIn(say, language), now: new Date(now), asked })
}
const leadOf = (shown: Answer) => blocksToText(shown.lead ?? []).replace(/[\u00a0\u202f]/g, ' ')
const factsOf = (shown: Answer) =>
  shown.facts?.map(({ title, spans }) => [title, spans.map(({ text }) => text).join('')])

describe('what begins a reply', () => {
  it('is the summary where nothing in particular is asked, with what is asked most beside it', () => {
    const shown = answer(french)
    expect(leadOf(shown)).toBe('C’est gratuit.')
    expect(factsOf(shown)?.map(([title]) => title)).toEqual(['Coût', 'Où s’adresser'])
    expect(shown.asked).toBeUndefined()
  })

  it('is the short text of what is asked, variables filled, without repeating it among the facts', () => {
    const shown = answer(french, ['cost'])
    expect(leadOf(shown)).toBe('C’est 3 €. Gratuit avant 18 ans.')
    expect(factsOf(shown)?.map(([title]) => title)).toEqual(['Où s’adresser'])
    expect(shown.asked).toEqual(['cost'])
    expect(leadOf(answer(french, ['where']))).toContain(town.services.accueil?.telephone)
  })

  it('is two sentences of the section where there is no short text, list or not', () => {
    expect(leadOf(answer(written, ['cost']))).toBe('3 € par acte. Gratuit avant 18 ans.')
    expect(leadOf(answer(written, ['steps']))).toBe('Écrivez à la mairie. Attendez la réponse.')
  })

  it('never says half a list of papers', () => {
    const papers = ['Un passeport', 'Une photo', 'Un timbre'].map((text) => `- ${text}.`)
    const withPapers = (lines: string[]) => ({
      ...written,
      sections: { ...written.sections, papers: lines.join('\n') },
    })
    expect(leadOf(answer(withPapers(papers), ['papers']))).toBe('Un passeport. Une photo. Un timbre.')
    const many = answer(withPapers(Array.from({ length: 9 }, () => papers).flat()), ['papers'])
    expect([leadOf(many), many.asked]).toEqual(['C’est gratuit.', ['papers']])
  })

  it('says when it is open where that is asked, though where to go does not', () => {
    const said = leadOf(answer(french, ['hours']))
    expect(said).toMatch(/^Horaires :/)
    expect(said).not.toContain('Sonnez')
  })

  it('answers two things that are asked, in their order, and opens both', () => {
    const shown = answer(french, ['papers', 'cost'])
    expect(leadOf(shown)).toBe('Aucune.\nC’est 3 €. Gratuit avant 18 ans.')
    expect(shown.asked).toEqual(['papers', 'cost'])
  })

  it('cuts nothing of a text that is quoted from its source', () => {
    const quoted: Entry = { ...written, quoted: [{ key: 'cost', title: 'Prix', blocks: [] }] }
    expect(leadOf(answer(quoted, ['cost']))).toBe("C'est gratuit.")
  })
})

it('says in the language that is spoken that a source is old, and nothing while it is not', () => {
  expect(answer(french).oldSource?.text).toMatch(/^Source de plus d’un an \(février 2024\)\s:/)
  expect(answer(french, [], 'uk').oldSource).toEqual({
    text: expect.stringContaining('(лютий 2024 року)'),
    language: 'uk',
  })
  expect(answer(french, [], 'fr', '2024-11-30').oldSource).toBeUndefined()
  expect(answer({ ...french, expired: 'over' }).oldSource).toBeUndefined()
})

describe('a short translation', () => {
  it('leads over the French sections, which are marked as French, and says what it is', () => {
    const shown = answer(translated(french), ['cost'], 'ru')
    expect(shown).toMatchObject({ title: 'Pedir una partida', summary: 'Son 3 €.', language: 'ru', simple: null })
    expect(leadOf(shown)).toBe('3 €. Gratis hasta los 18 años.')
    expect(shown.sections.map(({ title, language }) => [title, language])[3]).toEqual(['Стоимость', 'fr'])
    expect(shown.translation).toBe(say('ru', 'translation.short'))
  })

  it('says in French, marked as such, what it has no sentence for', () => {
    const [block] = answer(translated(french), ['delay'], 'ru').lead ?? []
    expect(block).toMatchObject({ spans: [{ language: 'fr' }, { language: 'fr' }] })
  })

  it('is not shown once its French has changed; a title of its own lives as long as the French title', () => {
    const changed = { ...translated(french), summary: 'C’est 4 €.' }
    expect(shortAnswerIn(changed, 'ru')).toBeNull()
    expect(titleIn(changed, 'ru')).toEqual({ title: 'Demander un acte', language: 'fr' })
    const named = { ...translated(french, { title: 'Pedir una partida' }), summary: 'C’est 4 €.' }
    expect(titleIn(named, 'ru')).toEqual({ title: 'Pedir una partida', language: 'ru' })
    expect(shortAnswerIn(named, 'ru')).toBeNull()
    expect(answer(named, [], 'ru').language).toBeUndefined()
  })
})

describe('the lint of an entry', () => {
  it('names the short texts that are missing, and the fields that leave something to the town hall', () => {
    const left = { ...french, simple: 'Le prix est À préciser par la mairie.', toCheck: ['à voir avec la mairie'] }
    expect(lintEntry(french).map(({ field }) => field)).toEqual(['short.papers', 'short.delay'])
    expect(lintEntry(left).slice(2)).toEqual([
      { rule: 'left_to_town', field: 'toCheck.0', found: 'à voir avec la mairie' },
      { rule: 'left_to_town', field: 'simple', found: 'À préciser par la mairie' },
    ])
  })
})
