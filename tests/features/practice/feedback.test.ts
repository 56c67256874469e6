import { describe, expect, it } from '@jest/globals'
import type { Exercise } from '../../../src/features/practice/exercise.js'
import { feedbackOf } from '../../../src/features/practice/feedback.js'
import { answerPlay, beginPlay } from '../../../src/features/practice/play.js'
import { MANNERS, sampleExercise } from './sample-exercise.js'

function feedback(answers: readonly string[], exercise: Exercise = sampleExercise()) {
  const played = answers.reduce(
    (under, text, at) => answerPlay(under, { text, atMs: 20_000 + at * 60_000 }, { exercise, manners: MANNERS }),
    beginPlay(exercise),
  )
  return feedbackOf(played, exercise, MANNERS)
}

const statuses = (of: ReturnType<typeof feedback>) =>
  Object.fromEntries(of.goals.map(({ goal, status }) => [goal.id, status]))

describe('feedback', () => {
  it('finds what was said, with the sentence, and what the given sheet says', () => {
    const found = feedback(['Bonjour. Perdue ou volée ? https://a.example.org/fiche/carte', 'C’est 25 €. Merci.'])
    expect(statuses(found)).toEqual({ stolen: 'said', photo: 'sheet', price: 'said' })
    expect(found.goals.map(({ sentence }) => sentence)).toEqual(['Perdue ou volée ?', null, 'C’est 25 €.'])
    expect(found.entries).toEqual([{ id: 'carte', status: 'given' }])
    expect(found.counts).toMatchObject({ found: 4, expected: 4, rightEntry: true, safe: true })
  })

  it('tells a wrong entry from one that is right as well, and an entry told in words from one that is missed', () => {
    const found = feedback(['/fiche/autre et /fiche/aussi'])
    expect(found.wrongEntries).toEqual(['autre'])
    expect(found.entries).toEqual([{ id: 'carte', status: 'missed' }])
    expect(feedback(['une photo et 25 euros']).entries).toEqual([{ id: 'carte', status: 'told' }])
  })

  it('does not read the address of a sheet as words', () => {
    expect(statuses(feedback(['https://a.example.org/fiche/photo-identite']))).toMatchObject({ photo: 'missed' })
  })

  it('hears a greeting at the beginning only, the other formulas anywhere', () => {
    const polite = feedback(['Bonjour, je comprends.', 'photo', 'Bonne journée'])
    expect(polite.courtesy.map(({ sentence }) => sentence)).toEqual([
      'Bonjour, je comprends.',
      'Bonjour, je comprends.',
      'Bonne journée',
    ])
    expect(feedback(['photo', 'Bonjour']).courtesy[0]).toEqual({ courtesy: 'greeting', sentence: null })
  })

  it('names what must never be said, of this exercise or of all, and is then to be taken up again', () => {
    const all = ['Bonjour, je comprends. Volée ? /fiche/carte 25 euros, photo.', 'Bonne journée']
    expect(feedback(all).outcome).toBe('mastered')
    const faulty = feedback([...all.slice(0, 1), 'Vous auriez dû y penser. Donnez-moi votre mot de passe.'])
    expect(faulty.never.map(({ rule }) => rule.id)).toEqual(['secret', 'judge'])
    expect([faulty.counts.safe, faulty.outcome]).toEqual([false, 'again'])
  })

  it('says what protects came too late, and does not take the sheet for it', () => {
    const source = { entry: 'carte', section: 'brief' as const, quote: '115' }
    const exercise = sampleExercise({
      goals: [
        { id: 'number', kind: 'safety', label: 'Le 115', heard: ['115'], within: 1, source },
        { id: 'photo', kind: 'paper', label: 'Une photo', heard: ['photo'], source },
      ],
      replies: [{ turn: 1, say: 'oui ?' }],
    })
    const late = feedback(['Bonjour, une photo.', 'Appelez le 115. /fiche/carte'], exercise)
    expect(statuses(late)).toEqual({ number: 'late', photo: 'said' })
    expect([late.counts.safe, late.outcome]).toEqual([false, 'again'])
    expect(statuses(feedback(['/fiche/carte'], exercise))).toMatchObject({ number: 'missed' })
  })

  it('measures the time beside its guides, and never counts it', () => {
    const slow = feedback(['Bonjour, je comprends. Volée ? 25 euros, photo.', 'Bonne journée'])
    expect(slow.time).toEqual({ firstMs: 20_000, wholeMs: 80_000, firstGuideMs: 60_000, wholeGuideMs: 300_000 })
    expect(slow.outcome).toBe('mastered')
    expect(feedback([]).time).toMatchObject({ firstMs: null, wholeMs: 0 })
  })

  it('is passed when most is there, and says that she left', () => {
    const most = feedback(['une photo, et 25 euros'])
    expect([most.counts.found, most.counts.expected, most.outcome]).toEqual([3, 4, 'passed'])
    expect(feedback(Array(9).fill('Je ne sais pas vraiment.')).left).toBe(true)
  })
})
