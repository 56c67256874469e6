import type { FirstRunView } from '../../../src/features/first-run/contract.js'
import type { CopyPreviewView } from '../../../src/features/settings/contract.js'

/** A town at its beginning: one step done, a topic of two entries, a variable that nothing fills. */
export function sampleFirstRun(): FirstRunView {
  const progress = { points: 3, ticked: 1, entries: 2, clear: 0, archived: 1 }
  const ada = { by: 'Ada', userId: 'ada', at: '2026-11-24T09:00:00.000Z' }
  return {
    steps: [
      { step: 'town', done: ada, gaps: [] },
      { step: 'services', done: null, gaps: [{ service: 'CCAS', field: 'telephone', why: 'empty' }] },
      { step: 'closures', done: null, gaps: [] },
      { step: 'retention', done: null, gaps: [{ service: null, field: 'dpoEmail', why: 'example' }] },
      { step: 'end', done: null, gaps: [] },
    ],
    progress,
    categories: [{ category: 'ecole-periscolaire', ...progress }],
    variables: [{ variable: 'sports.nom', why: 'no_service', entries: 2 }],
    pace: { minutesPerPoint: 2, isMeasured: false },
    isDone: false,
  }
}

/** What `GET` and `PUT /admin/first-run…` answer. */
export function firstRunAnswer(path: string, method: string): unknown {
  const firstRun = sampleFirstRun()
  if (!path.startsWith('/admin/first-run/checks')) return firstRun
  const ticked = { by: 'Ada', userId: 'ada', at: '2026-11-24T09:00:00.000Z' }
  const owner = 'Service éducation'
  const entries = [
    {
      id: 'cantine',
      title: 'Inscrire à la cantine',
      owner,
      isArchived: false,
      points: [
        { check: 'Règlement de la cantine', done: ticked, others: 1 },
        { check: 'Délais pour réserver', done: null, others: 0 },
      ],
      unfilled: ['sports.nom'],
    },
    { id: 'transport', title: 'Transport scolaire', owner, isArchived: true, points: [], unfilled: [] },
  ]
  return method === 'GET' ? { category: 'ecole-periscolaire', entries } : { entries, firstRun }
}

/** A setting that another commune has otherwise. */
export function sampleCopy(): CopyPreviewView {
  return {
    from: { id: 'zedville', name: 'Zedville' },
    sourceVersion: 0,
    baseVersion: 1,
    differences: [{ key: 'services', before: { 'accueil.hours.1': [['08:30', '12:00']] }, after: {} }],
  }
}
