import type { ConflictEntryView, ConflictsView, ConflictView } from '../../../src/features/conflicts/contract.js'

const entry = (id: string, title: string, draft = false): ConflictEntryView => ({ id, title, questions: 24, draft })

const CARD = entry('carte-identite', 'Renouveler sa carte d’identité', true)
const PASSPORT = entry('passeport', 'Renouveler son passeport')

const ALONE: Omit<ConflictView, 'key' | 'kind' | 'entries'> = {
  questions: [],
  count: 4,
  taken: 0,
  of: 24,
  stake: 0,
  apart: null,
  ignored: null,
}

const PAIR = {
  ...ALONE,
  entries: [CARD, PASSPORT],
  apart: { question: 'Renouveler : de quoi s’agit-il ?', labels: ['Carte d’identité', 'Passeport'] },
}

/** Conflicts of every kind and look, while another search runs. */
export function sampleConflicts(): ConflictsView {
  const conflicts: ConflictView[] = [
    {
      ...PAIR,
      key: 'confused:carte-identite:passeport',
      kind: 'confused',
      count: 14,
      taken: 1,
      stake: 31,
      questions: [
        {
          question: 'refaire mes papiers',
          of: 'passeport',
          by: 'carte-identite',
          twin: null,
          isUnsure: false,
          moved: false,
        },
        { question: 'pièce périmée', of: 'carte-identite', by: 'passeport', twin: null, isUnsure: true, moved: true },
      ],
    },
    {
      ...PAIR,
      key: 'same_question:carte-identite:passeport',
      kind: 'same_question',
      questions: [
        {
          question: 'photo ?',
          of: 'carte-identite',
          by: 'passeport',
          twin: 'Les photos',
          isUnsure: false,
          moved: false,
        },
        {
          question: 'rendez-vous',
          of: 'carte-identite',
          by: 'passeport',
          twin: 'rendez-vous',
          isUnsure: false,
          moved: false,
        },
      ],
      ignored: { by: 'Ada', day: '2026-11-02', reason: 'même rendez-vous', isOver: true },
    },
    { ...PAIR, key: 'same_content:carte-identite:passeport', kind: 'same_content' },
    { ...ALONE, key: 'never_found:carte-identite', kind: 'never_found', entries: [CARD] },
    { ...ALONE, key: 'few_questions:passeport', kind: 'few_questions', entries: [PASSPORT] },
    { ...ALONE, key: 'hardly_served:passeport', kind: 'hardly_served', entries: [PASSPORT] },
  ]
  return {
    state: 'running',
    done: 1200,
    total: 6600,
    report: {
      at: '2026-11-24T08:00:00Z',
      searchedBy: 'words',
      entries: 220,
      questions: 6600,
      isCurrent: false,
    },
    counts: {
      confused: 1,
      same_question: 1,
      same_content: 1,
      never_found: 1,
      few_questions: 1,
      hardly_served: 1,
    },
    ignored: 2,
    days: 90,
    entry: null,
    found: 46,
    page: 2,
    pages: 3,
    conflicts,
  }
}
