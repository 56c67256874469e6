import { describe, expect, it } from '@jest/globals'
import { firstRunWords } from '../../../src/features/first-run/pages/act-outcome.js'
import { firstLeft, isStepDone, percentOf, stepsDone } from '../../../src/features/first-run/pages/first-run-banner.js'
import { minutesInWords } from '../../../src/features/first-run/pages/first-run-page.js'
import { missingServices, withServices } from '../../../src/features/first-run/pages/setting-step.js'
import { service } from '../../platform/model/sample-commune.js'
import { sampleFirstRun } from '../../ui/console/sample-first-run.js'

describe('the path of a first run', () => {
  it('begins at the first step that is not done; the entries are done when each is clear', () => {
    const view = sampleFirstRun()
    expect([firstLeft(view), stepsDone(view)]).toEqual(['services', { done: 1, steps: 5 }])
    const by = { by: 'Ada', userId: 'ada', at: '2026-11-24T09:00:00.000Z' }
    const steps = view.steps.map((one) => ({ ...one, done: one.step === 'end' ? null : by }))
    expect(firstLeft({ ...view, steps })).toBe('checks')
    const clear = { ...view, steps, progress: { ...view.progress, clear: 2 } }
    expect([firstLeft(clear), isStepDone('end', clear), stepsDone(clear)]).toEqual([
      'end',
      false,
      { done: 5, steps: 5 },
    ])
  })

  it('is told in percents that are neither all nor nothing too early', () => {
    expect([percentOf(0, 672), percentOf(1, 672), percentOf(671, 672), percentOf(672, 672), percentOf(0, 0)]).toEqual([
      0, 1, 99, 100, 100,
    ])
  })

  it('is told in tens of minutes, then in hours', () => {
    const words = firstRunWords('fr')
    expect([4, 84, 119, 1344].map((minutes) => minutesInWords(minutes, words))).toEqual([
      '10 minutes',
      '80 minutes',
      '120 minutes',
      '22\u00a0h',
    ])
  })
})

describe('services that entries name and that are not there', () => {
  const variables = [
    { variable: 'sports.nom', why: 'no_service' as const, entries: 2 },
    { variable: 'sports.telephone', why: 'no_service' as const, entries: 5 },
    { variable: 'ccas.couleur', why: 'no_field' as const, entries: 1 },
    { variable: 'eau.nom', why: 'no_service' as const, entries: 1 },
  ]
  const reception = service({ nom: 'Accueil' })

  it('are named once, and begin as the reception is', () => {
    const values = { services: { accueil: reception, eau: service() }, reception: 'accueil' }
    expect(missingServices(variables, values)).toEqual([{ id: 'sports', entries: 5 }])
    const next = withServices(values, ['sports'])
    expect(next.services).toEqual({ ...values.services, sports: reception })
    expect(missingServices(variables, next)).toEqual([])
  })
})
