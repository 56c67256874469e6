import { describe, expect, it } from '@jest/globals'
import { contentOf } from '../../../src/features/entries/editing/curated-entries.js'
import { missingFrom, withoutSentence, withSentence } from '../../../src/features/failures/sentence-of.js'
import { entry } from '../entries/sample-entry.js'

const ACT = { ...entry('acte'), summary: 'Demandez votre acte de naissance à la mairie, au guichet.' }

describe('what an entry does not say of an answer', () => {
  it('is its sentences that say something else, without greetings', () => {
    const answer =
      'Bonjour Madame. Vous demandez votre acte de naissance au guichet de la mairie. Le guichet ferme à midi pendant les vacances scolaires.'
    expect(missingFrom(answer, ACT)).toBe('Le guichet ferme à midi pendant les vacances scolaires.')
    expect(missingFrom('Demandez votre acte de naissance au guichet de la mairie.', ACT)).toBe('')
  })
})

describe('a sentence', () => {
  const content = contentOf(ACT)
  const text = 'Le guichet ferme à midi.'

  it('is added where it is wanted, once, and taken out as it came', () => {
    const short = withSentence(content, { text, place: 'summary' }, false)
    expect(short.content.summary).toBe(`${ACT.summary} ${text}`)
    expect(withSentence(short.content, { text, place: 'summary' }, false).content).toBe(short.content)
    const place = withSentence(content, { text: ' Le guichet\nferme à midi. ', place: 'place' }, false)
    expect(place).toMatchObject({ sentence: { field: 'sections.place', text } })
    expect(place.content.sections.place).toBe(`${content.sections.place}\n\n${text}`)
    for (const { content: changed, sentence } of [short, place])
      expect(withoutSentence(changed, sentence)).toEqual(content)
  })

  it('goes to the first section where the short answer is full, or is the source’s own', () => {
    const full = { ...content, summary: 'a'.repeat(290) }
    expect(withSentence(full, { text, place: 'summary' }, false).sentence.field).toBe('sections.brief')
    expect(withSentence(content, { text, place: 'summary' }, true).sentence.field).toBe('sections.brief')
  })

  it('that was rewritten since stays', () => {
    const { content: changed, sentence } = withSentence(content, { text, place: 'delay' }, false)
    const rewritten = { ...changed, sections: { ...changed.sections, delay: 'Le guichet ferme à une heure.' } }
    expect(withoutSentence(rewritten, sentence)).toBe(rewritten)
  })
})
