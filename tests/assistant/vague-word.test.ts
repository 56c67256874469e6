import { describe, expect, it } from '@jest/globals'
import { createAnswerOnce } from '../../src/assistant/answer-once.js'
import { isVagueWord } from '../../src/assistant/assess-question.js'
import { explainQuestion } from '../../src/assistant/explain-question.js'
import type { Guide } from '../../src/platform/model/guide.js'
import type { SearchCandidate } from '../../src/search/search-index.js'
import { startAssistant } from './harness.js'

const found = (confidences: readonly number[], matchedWords = ['dossier']) =>
  confidences.map((confidence, place) => ({ id: `e${place}`, confidence, matchedWords }) as SearchCandidate)

/** Leads to more entries than three buttons can hold. */
const ABOUT_ACTS: Guide = {
  id: 'actes',
  title: 'Acte',
  questions: [],
  branches: ['naissance', 'mariage', 'deces'].map((entryId) => ({ entryId, when: {} })),
  otherwise: { entryId: 'pacs' },
  given: {},
  commands: { back: [], restart: [], unsure: [], general: [], leave: [] },
}

describe('isVagueWord', () => {
  it.each([
    ['dossier', found([0.2, 0.1]), true],
    ['mon dossier svp', found([0.2, 0.1]), true],
    ['dossier de mariage', found([0.2, 0.1]), false],
    ['dossier', found([0.1, 0.05]), false],
    ['dossier', found([0.3]), false],
    ['le 2', found([0.2, 0.1]), false],
    ['drone', found([0.2, 0.1], []), false],
  ])('%s, of %j', (text, candidates, vague) => {
    expect(isVagueWord(text, candidates)).toBe(vague)
  })
})

describe('a word that several entries have', () => {
  it('is asked back with them, once, and is no failure', async () => {
    const { index, startConversation } = await startAssistant()
    const talk = await startConversation()
    index.finds({ naissance: 0.2, mariage: 0.1 }, ['dossier'])
    const said = await talk.say('dossier')
    expect(said.turn?.outcome).toBe('clarification')
    expect(said.text).toContain('Cela peut vouloir dire plusieurs choses')
    expect(said.choices).toEqual(['entry:naissance', 'entry:mariage', 'none'])
    expect(said.turn?.candidates.filter(({ kept }) => kept)).toHaveLength(2)
    const again = await talk.say('dossier')
    expect(again.turn?.outcome).toBe('unanswerable_low_confidence')
    expect((await talk.transcript()).conversation.memory.failures).toBe(1)
  })

  it('is explained and assessed as what a citizen gets', async () => {
    const { context, index } = await startAssistant()
    index.finds({ naissance: 0.2, mariage: 0.1 }, ['dossier'])
    const explained = await explainQuestion(context, await context.snapshotOf('villebourg'), {
      question: 'dossier',
      language: 'fr',
    })
    expect(explained).toMatchObject({ reason: 'vague', outcome: 'clarification' })
    expect(explained.candidates.filter(({ kept }) => kept)).toHaveLength(2)
    const answerOnce = createAnswerOnce(context)
    expect(await answerOnce('villebourg', 'dossier', 'fr')).toMatchObject({ outcome: 'clarification' })
    index.finds({ naissance: 0.2, mariage: 0.1 }, ['dossier', 'mariage'])
    const unlikely = await explainQuestion(context, await context.snapshotOf('villebourg'), {
      question: 'dossier mariage',
      language: 'fr',
    })
    expect(unlikely).toMatchObject({ reason: 'unlikely', outcome: 'unanswerable_low_confidence' })
  })

  it('that a guide is about is explained by its guide', async () => {
    const { context, index } = await startAssistant({ guides: { naissance: ABOUT_ACTS } })
    index.finds({ naissance: 0.4, mariage: 0.3 })
    const explained = await explainQuestion(context, await context.snapshotOf('villebourg'), {
      question: 'acte',
      language: 'fr',
    })
    expect(explained).toMatchObject({ reason: 'guide', outcome: 'clarification_guided' })
    expect(explained.candidates.some(({ kept }) => kept)).toBe(false)
  })

  it('is refused with them: others are proposed, or none', async () => {
    const { index, startConversation } = await startAssistant()
    const talk = await startConversation()
    index.finds({ naissance: 0.2, mariage: 0.1 }, ['dossier'])
    await talk.say('dossier')
    const said = await talk.say('aucun des deux')
    expect(said.turn?.outcome).toBe('unanswerable_choice_refused')
    expect(said.choices).not.toContain('entry:naissance')
    expect(said.choices).not.toContain('entry:mariage')
  })

  it.each(['oui', 'oui merci', '7', 'les deux', 'toutes les 2', 'tous'])(
    'asks which is meant where more than one was proposed and the citizen says %s',
    async (text) => {
      const { index, startConversation } = await startAssistant()
      const talk = await startConversation()
      index.finds({ naissance: 0.45, mariage: 0.4 })
      await talk.say('acte')
      const searched = index.searched.length
      const said = await talk.say(text)
      expect(said.turn?.outcome).toBe('clarification')
      expect(said.text).toContain('plusieurs réponses possibles')
      expect(said.choices).toEqual(['entry:naissance', 'entry:mariage', 'none'])
      // It was listened to for danger, and nothing else was searched.
      expect(index.searched.slice(searched).filter((one) => one !== text)).toEqual([])
    },
  )
})
