import { describe, expect, it } from '@jest/globals'
import { loadEntries } from '../../../src/features/entries/catalogue/load-entries.js'
import { faultsInEntries, faultsInScript } from '../../../src/features/practice/check-exercise.js'
import { PRACTICE_PROFILES } from '../../../src/features/practice/exercise.js'
import { feedbackOf } from '../../../src/features/practice/feedback.js'
import { loadPractice } from '../../../src/features/practice/load-practice.js'
import { answerPlay, beginPlay, type Play } from '../../../src/features/practice/play.js'
import { intentsDir, knowledgeDir } from '../entries/installed.js'

const { exercises, manners } = await loadPractice(knowledgeDir)
const entries = new Map((await loadEntries({ knowledgeDir, intentsDir })).map((entry) => [entry.id, entry]))

function playAll(answers: readonly string[], exercise: (typeof exercises)[number]): Play {
  return answers.reduce(
    (play, text, at) => answerPlay(play, { text, atMs: at * 1000 }, { exercise, manners }),
    beginPlay(exercise),
  )
}

describe.each(exercises.map((exercise) => [exercise.id, exercise] as const))('the exercise %s', (_id, exercise) => {
  it('teaches what the installed entries say', () => {
    expect(faultsInEntries(exercise, entries)).toEqual([])
  })

  it('holds together, and its model does everything right', () => {
    expect(faultsInScript(exercise, manners)).toEqual([])
    const play = playAll(exercise.model, exercise)
    expect(feedbackOf(play, exercise, manners).outcome).toBe('mastered')
    expect(play.lines.some(({ text }) => text === exercise.ending.served)).toBe(true)
  })

  it('is to be taken up again by someone curt, whom the citizen leaves', () => {
    const play = playAll(Array(12).fill('ok'), exercise)
    expect(play.status).toBe('left')
    expect(feedbackOf(play, exercise, manners)).toMatchObject({ outcome: 'again', left: true, counts: { found: 0 } })
  })

  it('reacts to what is said: its citizen does not say the same to a model and to a stranger', () => {
    const replies = (play: Play) => play.lines.filter(({ author }) => author === 'citizen').map(({ text }) => text)
    const lost = ['Je ne sais pas du tout, je ne connais pas.', 'Aucune idée vraiment pour vous.', 'Non vraiment.']
    expect(replies(playAll(lost, exercise))).not.toEqual(replies(playAll(exercise.model, exercise)))
  })
})

describe('the exercises together', () => {
  it('are enough for every job, from easy to hard', () => {
    expect(exercises.length).toBeGreaterThanOrEqual(24)
    for (const profile of PRACTICE_PROFILES) {
      const own = exercises.filter((one) => one.profile === profile)
      expect([profile, own.length >= 4, own.some(({ level }) => level === 1)]).toEqual([profile, true, true])
    }
    expect(new Set(exercises.map(({ level }) => level))).toEqual(new Set([1, 2, 3]))
  })

  it('are varied: languages, counter and phone, danger, a hidden second question', () => {
    expect(new Set(exercises.map(({ language }) => language))).toEqual(new Set(['fr', 'en', 'ar']))
    expect(new Set(exercises.map(({ channel }) => channel))).toEqual(new Set(['chat', 'counter', 'phone']))
    expect(exercises.filter(({ goals }) => goals.some(({ kind }) => kind === 'safety')).length).toBeGreaterThan(2)
    expect(exercises.filter((one) => one.entries.length > 1).length).toBeGreaterThan(2)
    expect(exercises.some(({ entries: [id = ''] }) => entries.get(id)?.who === 'etat')).toBe(true)
  })

  it('name in danger the number before anything else', () => {
    for (const { id, model, goals } of exercises) {
      for (const { kind, within, heard } of goals.filter((goal) => goal.kind === 'safety')) {
        const said = model.slice(0, within).join(' ')
        expect([id, kind, heard.some((phrase) => said.includes(phrase) || /\D{4}/.test(phrase))]).toEqual([
          id,
          kind,
          true,
        ])
      }
    }
  })

  it('are imaginary: addresses of example.org only, no phone of a person', () => {
    const text = JSON.stringify(exercises)
    expect(text.match(/[\w.]+@(?!example\.org)[\w.-]+/g)).toBeNull()
    // 06 39 98 is given to nobody: the regulator keeps it for works of fiction.
    expect(text.match(/\b0[67](?! 39 98)(?: ?\d\d){4}\b/g)).toBeNull()
  })
})
