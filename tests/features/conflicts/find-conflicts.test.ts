import { describe, expect, it } from '@jest/globals'
import { CONFLICT_KINDS, type ConflictKind } from '../../../src/features/conflicts/conflict.js'
import { type Examined, findConflicts } from '../../../src/features/conflicts/find-conflicts.js'
import { loadEntries } from '../../../src/features/entries/catalogue/load-entries.js'
import { toSearchDocument } from '../../../src/features/entries/catalogue/snapshot.js'
import type { FirstDecision } from '../../../src/features/publication/answers.js'
import type { SearchDocument } from '../../../src/search/analysed-document.js'
import { intentsDir, knowledgeDir } from '../entries/installed.js'

/** Enough questions, of two styles, that no other entry has. */
function own(id: string): string[] {
  return Array.from({ length: 20 }, (_, at) => (at % 2 ? `mot${at} ${id}` : `j'ai perdu mon objet${at} ${id}`))
}

function entry(id: string, questions: string[] = own(id), text = `Le texte de ${id}.`): SearchDocument {
  return { id, title: `Fiche ${id}`, text, questions }
}

type Reply = Examined['replies'] extends Iterable<infer R> ? R : never

function replied(from: string, question: string, decided: FirstDecision): Reply {
  return { from, question, decided }
}

/** Every question answered by its own entry, but for those of which something else is said. */
function asked(documents: SearchDocument[], decisions: Record<string, FirstDecision> = {}): Reply[] {
  return documents.flatMap(({ id, questions }) =>
    questions.map((question) => replied(id, question, decisions[question] ?? { kind: 'answer', id })),
  )
}

const find = (documents: SearchDocument[], decisions?: Record<string, FirstDecision>) =>
  findConflicts({ documents, replies: asked(documents, decisions) })

describe('conflicts', () => {
  it('are none where every question leads to its own entry', async () => {
    expect(await find([entry('piscine'), entry('velo')])).toEqual([])
  })

  it('are pairs of which one answers questions of the other, either way, when chance does not explain it', async () => {
    const [piscine, velo, marche] = [entry('piscine'), entry('velo'), entry('marche')]
    const taken = {
      [piscine.questions[0] as string]: { kind: 'answer', id: 'velo' } as const,
      [velo.questions[3] as string]: { kind: 'answer', id: 'piscine' } as const,
      [marche.questions[0] as string]: { kind: 'answer', id: 'velo' } as const,
    }
    const [first, ...others] = await find([piscine, velo, marche], taken)
    expect(others).toEqual([])
    expect(first).toMatchObject({ key: 'confused:piscine:velo', kind: 'confused', count: 2, of: 40 })
    expect(first?.questions).toEqual([
      { question: piscine.questions[0], of: 'piscine', by: 'velo', isUnsure: false },
      { question: velo.questions[3], of: 'velo', by: 'piscine', isUnsure: false },
    ])
  })

  it('are pairs of which the wrong one is often proposed first', async () => {
    const [piscine, velo] = [entry('piscine'), entry('velo')]
    const unsure = (count: number) =>
      Object.fromEntries(
        velo.questions
          .slice(0, count)
          .map((one) => [one, { kind: 'clarify', ids: ['piscine', 'velo'] } as FirstDecision]),
      )
    expect(await find([piscine, velo], unsure(4))).toEqual([])
    const [first] = await find([piscine, velo], unsure(5))
    expect(first).toMatchObject({ key: 'confused:piscine:velo', count: 5, taken: 0 })
    expect(first?.questions[0]).toMatchObject({ of: 'velo', by: 'piscine', isUnsure: true })
  })

  it('are questions that two entries have, but for little words, order, accents and plurals', async () => {
    const found = await find([
      entry('piscine', [...own('piscine'), 'Horaires de la piscine ?', 'nager']),
      entry('horaires', [...own('horaires'), 'la piscine horaire', 'nager le dimanche']),
    ])
    expect(found).toMatchObject([
      {
        kind: 'same_question',
        entryIds: ['horaires', 'piscine'],
        questions: [
          { question: 'Horaires de la piscine ?', of: 'piscine', by: 'horaires', twin: 'la piscine horaire' },
        ],
      },
    ])
  })

  it('are not the square of the entries when all have the same question', async () => {
    const all = Array.from({ length: 40 }, (_, at) => entry(`fiche${at}`, [...own(`fiche${at}`), 'nager le dimanche']))
    const found = (await find(all)).filter(({ kind }) => kind === 'same_question')
    expect(found).toHaveLength((30 * 29) / 2)
  })

  it('are entries that say nearly the same', async () => {
    const text =
      'Présentez-vous à la mairie avec une pièce d’identité et un justificatif de domicile récent. Le rendez-vous se prend en ligne, par téléphone ou au guichet.'
    const found = await find([
      entry('passeport', own('passeport'), text),
      entry('passeport-bis', own('bis'), `${text} Gratuit.`),
      entry('velo', own('velo'), 'Les vélos volés se déclarent au commissariat, avec une photo et le numéro gravé.'),
    ])
    expect(found.map(({ key }) => key)).toEqual(['same_content:passeport:passeport-bis'])
  })

  it('are entries that no question of theirs finds, and those of too few questions or of one style', async () => {
    const lost = entry('lost')
    const decisions = Object.fromEntries(lost.questions.map((one) => [one, { kind: 'none' } as const]))
    const among: FirstDecision = { kind: 'clarify', ids: ['velo', 'lost'] }
    const few = entry('few', own('few').slice(0, 15))
    const plain = entry(
      'plain',
      Array.from({ length: 25 }, (_, at) => `mot${at} plain`),
    )
    const all = [lost, entry('velo'), few, plain]
    expect((await find(all, decisions)).map(({ key, count }) => [key, count])).toEqual([
      ['few_questions:few', 5],
      ['few_questions:plain', 0],
      ['never_found:lost', 20],
    ])
    const found = await find(all, { ...decisions, [lost.questions[2] as string]: among })
    expect(found.map(({ key }) => key)).not.toContain('never_found:lost')
  })

  it('are told apart from themselves when the questions of an entry change, and not when another one does', async () => {
    const few = (more: string[]) => entry('few', [...own('few').slice(0, 15), ...more])
    const markOf = async (documents: SearchDocument[]) => (await find(documents))[0]?.mark
    const before = await markOf([few([])])
    expect(await markOf([few([]), entry('velo')])).toBe(before)
    expect(await markOf([few(['encore une'])])).not.toBe(before)
  })
})

describe('the installed content', () => {
  it('has no question in two entries, no entry twice, and questions enough in each', async () => {
    const documents = (await loadEntries({ knowledgeDir, intentsDir })).map(toSearchDocument)
    const found = await findConflicts({ documents, replies: asked(documents) })
    const counts = Object.fromEntries(
      CONFLICT_KINDS.map((kind: ConflictKind) => [
        kind,
        found.filter((one) => one.kind === kind).map(({ key }) => key),
      ]),
    )
    expect(counts).toEqual({
      confused: [],
      same_question: [],
      same_content: [],
      never_found: [],
      few_questions: [],
      hardly_served: [],
    })
  })
})
