import type { FailureGroupDetailView, FailureGroupView, FailuresView } from '../../../src/features/failures/contract.js'
import type { LetterChoiceView } from '../../../src/platform/http/shapes.js'

const GROUP: FailureGroupView = {
  id: 'ponies',
  words: ['louer', 'poney'],
  question: 'où louer un poney pour un anniversaire ?',
  language: 'fr',
  people: 12,
  failures: 14,
  answered: 0,
  written: 2,
  open: 13,
  kinds: { unanswered: 13, remark: 1 },
  firstDay: '2026-11-02',
  lastDay: '2026-11-24',
}

const LIST: FailuresView = {
  progress: null,
  counts: { anomaly: 13, to_review: 1, resolved: 4, out_of_scope: 2, wont_fix: 0 },
  languages: ['en', 'fr'],
  people: 12,
  failures: 14,
  groupCount: 30,
  page: 1,
  pages: 2,
  groups: [
    GROUP,
    { ...GROUP, id: 'saucers', words: [], question: 'acheter une soucoupe volante', people: 1, failures: 1 },
  ],
}

const DETAIL: FailureGroupDetailView = {
  group: GROUP,
  proposed: [
    { id: 'salle-fetes-location', title: 'Louer une salle municipale', confidence: 0.12, said: false },
    { id: 'agenda-evenements', title: 'Connaître l’agenda de la commune', confidence: 0.04, said: true },
  ],
  written: [
    { text: 'Le centre équestre des Prés loue ses poneys le mercredi, à partir de 25 €.', people: 2, missing: null },
  ],
  page: 1,
  pages: 1,
  failures: [
    {
      id: 'f1',
      kinds: ['unanswered', 'remark'],
      day: '2026-11-24',
      language: 'fr',
      question: 'où louer un poney pour un anniversaire ?',
      shown: null,
      right: { id: 'agenda-evenements', title: 'Connaître l’agenda de la commune' },
      remark: { kind: 'missing_question', agentName: 'Claire', answer: '', note: 'on me l’a demandé trois fois' },
      state: 'to_review',
      now: null,
      decision: {
        by: 'Ada',
        day: '2026-11-24',
        reason: '',
        remedy: { kind: 'question_added', entry: { id: 'agenda-evenements', title: 'Connaître l’agenda' } },
        actionId: 'press-1',
      },
    },
  ],
}

const DIGEST: LetterChoiceView = { wanted: false, mail: 'off' }

/** What the page of failed questions is answered; nothing to any other. */
export function sampleFailures(path: string): FailuresView | FailureGroupDetailView | LetterChoiceView | null {
  if (path === '/admin/failures') return LIST
  if (path === '/admin/failures/digest') return DIGEST
  return path.startsWith('/admin/failures/groups/') ? DETAIL : null
}
