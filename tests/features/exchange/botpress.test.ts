import { describe, expect, it } from '@jest/globals'
import { zipTexts } from '../../../src/features/exchange/bounded-zip.js'
import { readBotpress } from '../../../src/features/exchange/read-botpress.js'
import { readUpload } from '../../../src/features/exchange/read-upload.js'
import { fc } from '../../properties.js'

const qna = (data: object, id = 'piscine') => JSON.stringify({ id, data })
const data = { questions: { fr: ['horaires piscine'] }, answers: { fr: ['De 9 h à 18 h.'] } }
const read = (files: Record<string, string>) => readBotpress(new Map(Object.entries(files)))

describe('readBotpress', () => {
  it('reads the present shape of questions and answers, and their intents only once', () => {
    const { rows, faults } = read({
      'bots/mairie/qna/piscine.json': qna({
        action: 'text',
        contexts: ['global', 'sport'],
        enabled: true,
        redirectFlow: '',
        redirectNode: '',
        ...data,
        answers: { fr: ['De 9 h à 18 h.', 'Tous les jours.'], en: ['9 to 6'] },
      }),
      'bots/mairie/intents/__qna__piscine.json': JSON.stringify({
        name: '__qna__piscine',
        utterances: data.questions,
        slots: [],
        contexts: ['global'],
      }),
      'bots/mairie/intents/cantine.json': JSON.stringify({
        name: 'cantine',
        utterances: { fr: ['cantine le [24 novembre](date)'] },
        slots: [],
        contexts: ['ecole'],
      }),
    })
    expect(faults).toEqual([])
    expect(rows.map(({ fields }) => fields)).toEqual([
      {
        id: 'piscine',
        suggestedTitle: 'Piscine',
        category: 'sport',
        questions: ['horaires piscine'],
        sections: { brief: 'De 9 h à 18 h.' },
        otherAnswers: ['Tous les jours.'],
      },
      { id: 'cantine', suggestedTitle: 'Cantine', category: 'ecole', questions: ['cantine le 24 novembre'] },
    ])
  })

  it('reads the shapes of before: bare lists, one category, one answer, the export of the module', () => {
    const legacy = { action: 'text', category: 'sport', enabled: true, questions: ['nager'], answers: ['Oui.'] }
    const first = read({ 'qna/a.json': qna(legacy) }).rows[0]?.fields
    expect(first).toMatchObject({ category: 'sport', questions: ['nager'], sections: { brief: 'Oui.' } })
    const older = read({ 'qna/a.json': qna({ questions: ['nager'], answer: 'Non.' }) }).rows[0]?.fields
    expect(older?.sections).toEqual({ brief: 'Non.' })
    const exported = read({ 'qnas.json': JSON.stringify([data, { id: 'x1y2z3w4v5_nager', data: legacy }]) })
    expect(exported.rows.map(({ fields }) => fields.suggestedTitle)).toEqual(['horaires piscine', 'Nager'])
    const intent = read({ 'intents/a.json': JSON.stringify({ name: 'a', utterances: ['nager'], slots: [] }) })
    expect(intent.rows[0]?.fields.questions).toEqual(['nager'])
  })

  it('follows an answer to its element of content', () => {
    const elements = JSON.stringify([{ id: 'builtin_text-aBc', formData: { text$fr: 'De 9 h à 18 h.' } }])
    const answer = { ...data, answers: { fr: ['#!builtin_text-aBc'] } }
    const files = { 'qna/a.json': qna(answer), 'content-elements/builtin_text.json': elements }
    expect(read(files).rows[0]?.fields.sections).toEqual({ brief: 'De 9 h à 18 h.' })
    const { rows, faults } = read({ 'qna/a.json': qna(answer) })
    expect([rows.length, faults[0]]).toEqual([
      1,
      { line: null, file: 'qna/a.json', code: 'answer_elsewhere', field: null, value: '#!builtin_text-aBc' },
    ])
  })

  it('says what it cannot take, file by file', () => {
    const { rows, faults } = read({
      'qna/a.json': '{',
      'qna/b.json': '{"id":"b"}',
      'qna/c.json': qna({ ...data, enabled: false }),
      'qna/d.json': qna({ ...data, answers: { fr: [] }, action: 'redirect', redirectFlow: 'rdv.flow.json' }),
      'qna/e.json': qna({ questions: { en: ['pool'] }, answers: { en: ['9 to 6'] } }),
    })
    expect(rows).toEqual([])
    expect(faults.map(({ code }) => code)).toEqual([
      'not_json',
      'unknown_shape',
      'disabled',
      'only_redirects',
      'not_in_french',
    ])
    expect(() => read({ 'flows/a.json': '{}' })).toThrow('nothing_of_botpress')
  })

  it('never fails on what is no bot', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('qna/a.json', 'intents/a.json', 'a.json'), (json, path) => {
        const files = new Map([
          [path, json],
          ['qna/z.json', qna(data)],
        ])
        expect(readBotpress(files).rows.length).toBeGreaterThan(0)
      }),
    )
  })

  it('is recognised in an archive, whose paths stay within it', async () => {
    const upload = (files: Record<string, string>) =>
      readUpload({ name: 'bot.zip', bytes: zipTexts(new Map(Object.entries(files))) })
    expect(await upload({ 'qna/a.json': qna(data) })).toMatchObject({ kind: 'botpress', rows: [{}] })
    await expect(upload({ '../qna/a.json': qna(data) })).rejects.toThrow('unsafe_path')
  })
})
