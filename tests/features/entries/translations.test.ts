import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import { describeTranslations } from '../../../src/commands/translations.js'
import { loadEntries } from '../../../src/features/entries/catalogue/load-entries.js'
import { withTranslations } from '../../../src/features/entries/catalogue/load-translations.js'
import { contentVersion } from '../../../src/features/entries/catalogue/snapshot.js'
import { answerIn } from '../../../src/features/entries/render/answer-in.js'
import { frenchDigest, titleIn, translationOf } from '../../../src/features/entries/render/translation-of.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { LANGUAGES, type Language } from '../../../src/platform/model/language.js'
import { sayIn } from '../../../src/platform/model/say.js'
import { makeTemporaryFolder } from '../../platform/store/temporary-folder.js'
import { intentsDir, knowledgeDir, villebourg } from './installed.js'
import { entry } from './sample-entry.js'
import { translationText } from './sample-translation.js'

const say = await loadMessages(knowledgeDir)
const french = entry('acte')

/** The entry as it is loaded beside one translation file. */
async function load(text: string, { language = 'es', id = 'acte', of = french as Entry } = {}) {
  const folder = await makeTemporaryFolder()
  await mkdir(join(folder, 'translations', language), { recursive: true })
  await writeFile(join(folder, 'translations', language, `${id}.md`), text)
  const { entries, faults } = await withTranslations([of], folder)
  return { entry: entries[0] ?? of, faults }
}

describe('a translation', () => {
  it('is found while the French is the one that was translated, and is outdated afterwards', async () => {
    const { entry: translated, faults } = await load(translationText(french))
    expect(faults).toEqual([])
    expect(translationOf(translated, 'es')).toMatchObject({ status: 'current', translation: { reviewed: false } })
    expect(titleIn(translated, 'es')).toEqual({ title: 'Pedir una partida', language: 'es' })
    expect(translationOf(translated, 'ar').status).toBe('missing')
    expect(translationOf(translated, 'de').status).toBe('missing')
    expect(translationOf(translated, 'fr').status).toBe('french')
    const changed = { ...translated, sections: { ...translated.sections, cost: '10 €.' } }
    expect(translationOf(changed, 'es').status).toBe('outdated')
    expect(titleIn(changed, 'es')).toEqual({ title: french.title, language: 'fr' })
  })

  it('may begin with the mark of UTF-8', async () => {
    const { entry: translated, faults } = await load(`\ufeff${translationText(french)}`)
    expect([faults, translationOf(translated, 'es').status]).toEqual([[], 'current'])
  })

  it('does not grow old for a date or a question', () => {
    expect(frenchDigest({ ...french, reviewBy: '2030-01-01', questions: ['autre'] } as Entry)).toBe(
      frenchDigest(french),
    )
    expect(frenchDigest({ ...french, summary: 'Payant.' })).not.toBe(frenchDigest(french))
    expect(frenchDigest(french)).toMatch(/^fr-[0-9a-f]{12}$/)
  })

  it('changes the version of the content', async () => {
    expect(contentVersion([(await load(translationText(french))).entry])).not.toBe(contentVersion([french]))
  })

  it.each([
    ['of no entry', translationText(french), { id: 'autre' }, 'there is no entry of this name'],
    [
      'in no language of the interface',
      translationText(french),
      { language: 'de' },
      '"de" is not one of en, ar, pt, es, uk',
    ],
    [
      'without a digest',
      translationText(french).replace(/translatedFrom: .*/, 'translatedFrom: 12'),
      {},
      'translatedFrom',
    ],
    [
      'with a field of the French only',
      translationText(french).replace('title:', 'owner: accueil\ntitle:'),
      {},
      'owner',
    ],
    [
      'without its sections',
      translationText(french).replace('## Coût', '## Coste'),
      {},
      'section "Coste" is not one of the seven',
    ],
    ['with too few labels', translationText(french).replace(/online:\n.*\n/, ''), {}, 'online: 1 labels are expected'],
    [
      'with a variable of its own',
      translationText(french).replace('En la recepción', '{{ccas.nom}}'),
      {},
      'variables: none',
    ],
  ])('%s is a fault with its file', async (_, text, options, fault) => {
    const { language = 'es', id = 'acte' } = options as { language?: string; id?: string }
    const { faults } = await load(text, options)
    expect(faults).toEqual([{ file: `translations/${language}/${id}.md`, fault: expect.stringContaining(fault) }])
  })

  it('of an older French may have other variables: it is not shown', async () => {
    const older = translationText({ ...french, title: 'Ancien titre' }).replace('En la recepción', '{{ccas.nom}}')
    const { entry: translated, faults } = await load(older)
    expect(faults).toEqual([])
    expect(translationOf(translated, 'es').status).toBe('outdated')
  })

  it('is told in a line, with its digest', async () => {
    const { entry: translated } = await load(translationText(french))
    expect(describeTranslations(translated)).toBe(
      `acte  ${frenchDigest(french)}  en missing, ar missing, pt missing, es current (not reviewed), uk missing, ru missing, tr missing, ro missing`,
    )
  })
})

describe('the installed translations', () => {
  it('are read, and are of the French that is installed', async () => {
    const entries = await loadEntries({ knowledgeDir, intentsDir })
    const lines = entries.filter(({ translations }) => translations).map(describeTranslations)
    expect(lines.filter((line) => line.includes('outdated'))).toEqual([])
    const count = (language: Language) =>
      entries.filter((one) => translationOf(one, language).status === 'current').length
    expect(Object.fromEntries(LANGUAGES.slice(1).map((language) => [language, count(language)]))).toEqual({
      en: 8,
      ar: 4,
      pt: 4,
      es: 4,
      uk: 4,
      ru: 0,
      tr: 0,
      ro: 0,
    })
  })
})

describe('a translated answer', () => {
  const written: Entry = {
    ...french,
    sections: { ...french.sections, place: '{{etat-civil.nom}}, {{etat-civil.telephone}}, {{etat-civil.horaires}}.' },
  }
  const inSpanish = async () => {
    const text = translationText(written).replace(
      'En la recepción',
      '{{etat-civil.nom}}, {{etat-civil.telephone}}, {{etat-civil.horaires}}',
    )
    const { entry: translated } = await load(text, { of: written })
    return answerIn(translated, villebourg, { say: sayIn(say, 'es'), now: new Date() })
  }

  it('has its language, the headings and the notice in it, and the French source and services', async () => {
    const answer = await inSpanish()
    expect(answer).toMatchObject({
      language: 'es',
      title: 'Pedir una partida',
      source: french.source,
      verifiedAt: french.verifiedAt,
      online: [{ label: 'Pedir una partida en línea', url: french.online[0]?.url }],
    })
    expect(answer.sections.map(({ title }) => title)).toEqual([
      'En resumen',
      'Pasos',
      'Documentos que debe presentar',
      'Coste',
      'Plazo',
      'Dónde dirigirse',
      'En línea',
    ])
    expect(answer.translation).toBe(
      'Traducción no revisada por una persona de lengua española (mairie, 25 de noviembre de 2026). En caso de duda, el texto francés es el que cuenta.',
    )
  })

  it('marks what stays French, links phones, and says the hours in its language', async () => {
    const block = (await inSpanish()).sections.find(({ key }) => key === 'place')?.blocks[0]
    const spans = block?.kind === 'paragraph' ? block.spans : []
    expect(spans[0]).toEqual({ text: 'Service état civil', language: 'fr' })
    expect(spans[2]).toEqual({ text: expect.stringContaining('02'), href: 'tel:+33261910001' })
    expect(spans[4]?.text).toBe(
      'de lunes a jueves: de 08:30 a 12:00 y de 13:30 a 17:00; viernes: de 08:30 a 12:00 y de 13:30 a 16:30; sábado: de 09:00 a 12:00; del 13 de julio al 22 de agosto, de lunes a jueves: de 08:30 a 12:00 y de 13:30 a 16:00; viernes: de 08:30 a 12:30',
    )
  })

  it('is the French, plainly French, without a translation', () => {
    const answer = answerIn(french, villebourg, { say: sayIn(say, 'ar'), now: new Date() })
    expect(answer).not.toHaveProperty('language')
    expect(answer.title).toBe(french.title)
  })
})
