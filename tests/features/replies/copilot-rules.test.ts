import { describe, expect, it } from '@jest/globals'
import { isNote, notesOf, withNotes } from '../../../src/features/handoffs/pages/talk/thread-items.js'
import { confidenceInWords } from '../../../src/features/replies/pages/chips.js'
import { pickEntries, pickReplies, triggerBefore } from '../../../src/features/replies/pages/pick-options.js'
import { sendFaults } from '../../../src/features/replies/pages/send-warning.js'
import type { Note } from '../../../src/platform/model/note.js'
import { withoutPersonalNumbers } from '../../../src/platform/security/personal-numbers.js'
import { indexTitles } from '../../../src/platform/text/title-search.js'
import { translator } from '../../../src/ui/kit/console-words.js'
import { READY, TITLES } from '../../ui/console/sample-copilot.js'
import { sampleMessages } from '../../ui/console/sample-town.js'

describe('the sign of a list', () => {
  const at = (text: string) => triggerBefore(text, text.length)

  it('is a slash or a hash at the beginning of a word', () => {
    expect(at('/')).toEqual({ kind: 'reply', from: 0, query: '' })
    expect(at('Bonjour,\n/hor')).toEqual({ kind: 'reply', from: 9, query: 'hor' })
    expect(at('voir #carte d’id')).toEqual({ kind: 'entry', from: 5, query: 'carte d’id' })
    expect(triggerBefore('/hor et la suite', 4)).toEqual({ kind: 'reply', from: 0, query: 'hor' })
  })

  it.each([
    '',
    'le 12/11',
    'https://ville.fr',
    'et / ou',
    'n°#12',
    'a/b',
    '/hor\n',
    '/deux/fois',
    `/${'a'.repeat(60)}`,
  ])('is none in %j', (text) => {
    expect(at(text)).toBeNull()
  })
})

describe('what is found', () => {
  const titles = (query: string) => pickReplies(READY, query).map(({ id }) => id)

  it('are replies by name, other words and text, whatever the accents and capitals', () => {
    expect(titles('')).toEqual(['bonjour', 'horaires', 'rappel'])
    expect(titles('HOR')).toEqual(['horaires'])
    expect(titles('ferme')).toEqual(['horaires'])
    expect(titles('telephone')).toEqual(['rappel'])
    expect(titles('zzz')).toEqual([])
  })

  it('are entries by title', () => {
    const index = indexTitles(TITLES)
    expect(pickEntries(index, 'deces').map(({ id }) => id)).toEqual(['deces'])
    expect(pickEntries(index, 'cant').map(({ id }) => id)).toEqual(['cantine-paiement', 'cantine-inscription'])
    expect(pickEntries(null, 'deces')).toEqual([])
  })
})

describe('before a text leaves', () => {
  it('personal numbers and what is left to fill are seen', () => {
    expect(sendFaults('Bonjour, au 02 61 91 00 00, dossier 2026-1234 du 12/11/2026.')).toBeNull()
    expect(sendFaults('FR76 3000 6000 0112 3456 7890 189')).toEqual({ numbers: ['iban'], variables: [] })
    expect(sendFaults('1 85 05 78 006 084 91 et 4970 1012 3456 7893')).toEqual({
      numbers: ['nir', 'card'],
      variables: [],
    })
    expect(withoutPersonalNumbers('IBAN FR76 3000 6000 0112 3456 7890 189, carte 4970\u00a01012 3456 7893.')).toBe(
      'IBAN …, carte ….',
    )
    expect(sendFaults('4970 10\u200b12 3456 \u20667893')).toEqual({ numbers: ['card'], variables: [] })
    expect(withoutPersonalNumbers('carte 4970 10\u200b12 3456 7893.')).toBe('carte ….')
    expect(withoutPersonalNumbers('Le 02 61 91 00 00, dossier 2026-1234.')).toBe(
      'Le 02 61 91 00 00, dossier 2026-1234.',
    )
    expect(sendFaults('Bonjour {usager}, {usager} !')).toEqual({ numbers: [], variables: ['{usager}'] })
  })
})

describe('a confidence', () => {
  it('is a word and a number', () => {
    const say = (value: number) => confidenceInWords(value, translator('fr'), 'fr').replace(/\s/g, ' ')
    expect([0.97, 0.5, 0.2, 0.06].map(say)).toEqual([
      'très probable (97 %)',
      'probable (50 %)',
      'possible (20 %)',
      'peu probable (6 %)',
    ])
    expect(say(1)).toBe('très probable (99 %)')
  })
})

describe('notes among messages', () => {
  const messages = sampleMessages()
  const note = (id: string, at: string): Note => ({
    id,
    handoffId: 'talk',
    at,
    authorId: 'karim',
    authorName: 'Karim',
    text: '',
    clientId: id,
  })

  it('stand after what was said before them, and no message is moved', () => {
    const between = new Date(Date.parse(messages[5]?.at ?? '') + 1).toISOString()
    const items = withNotes(messages, notesOf([note('a', between), note('b', new Date().toISOString())], []))
    expect(items.filter((item) => !isNote(item))).toEqual(messages)
    expect(items.map(({ id }) => id).slice(6)).toEqual(['a', 'message-7', 'b'])
    expect(items.filter(isNote)).toHaveLength(2)
  })

  it('are one list with those left as the request changed hands, in order of time', () => {
    const step = { handoffId: 'talk', type: 'transfer' as const, by: 'Karim', to: 'Léa' }
    const steps = [
      { ...step, at: '2026-11-24T10:05:00Z', note: 'Dossier complet' },
      { ...step, at: '2026-11-24T10:06:00Z' },
    ]
    const notes = notesOf([note('a', '2026-11-24T10:00:00Z'), note('b', '2026-11-24T10:10:00Z')], steps)
    expect(notes.map(({ text, by }) => [text, by])).toEqual([
      ['', 'Karim'],
      ['Dossier complet', 'Karim'],
      ['', 'Karim'],
    ])
    expect(notes.map(({ step }) => step?.to)).toEqual([undefined, 'Léa', undefined])
  })
})
