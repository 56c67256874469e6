import { describe, expect, it } from '@jest/globals'
import { paceOf } from '../../../src/features/first-run/pace.js'
import { gapsOf, isExampleValue } from '../../../src/features/first-run/steps.js'
import type { CheckTick } from '../../../src/platform/model/check-tick.js'
import { commune, service } from '../../platform/model/sample-commune.js'

describe('a value of the installed example', () => {
  it.each(['02 61 91 00 00', '0639981234', '06.39.98.12.34', 'https://www.villebourg.example', 'a@b.example/x'])(
    'is known by what nobody can have: %s',
    (value) => expect(isExampleValue(value)).toBe(true),
  )
  it.each(['02 38 91 00 00', '02 61 92 00 00', 'https://www.example-sur-loire.fr', 'dpo@ville.fr', ''])(
    'is nothing that a town may have: %s',
    (value) => expect(isExampleValue(value)).toBe(false),
  )
})

describe('what a step lacks', () => {
  const real = { nom: 'CCAS', adresse: '2 rue Haute', telephone: '02 38 00 00 00', courriel: 'ccas@ville.fr' }
  const open = { hours: { '1': [['09:00', '12:00'] as [string, string]] } }

  it('is told by service and field, empty or of the example', () => {
    const services = {
      ccas: service({ ...real, ...open }),
      accueil: service({ ...real, ...open, nom: 'Accueil', telephone: '02 61 91 00 00', adresse: ' ', hours: {} }),
    }
    expect(gapsOf('services', commune({ services }))).toEqual([
      { service: 'Accueil', field: 'adresse', why: 'empty' },
      { service: 'Accueil', field: 'telephone', why: 'example' },
      { service: 'Accueil', field: 'hours', why: 'empty' },
    ])
  })

  it('is nothing for a town that wrote everything', () => {
    const privacy = { controller: 'Commune', dpoEmail: 'dpo@ville.fr', retentionDays: 30 }
    const town = commune({ site: 'https://www.ville.fr', origins: ['https://www.ville.fr'], privacy })
    expect([gapsOf('town', town), gapsOf('closures', town), gapsOf('retention', town)]).toEqual([[], [], []])
    expect(gapsOf('town', { ...town, origins: [] })).toEqual([{ service: null, field: 'origins', why: 'empty' }])
  })
})

describe('the pace of checks', () => {
  const tick = (minute: number, patch: Partial<CheckTick> = {}): CheckTick => ({
    kind: 'entry',
    id: 'cantine',
    check: `point ${minute}`,
    userId: 'ada',
    userName: 'Ada',
    at: new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString(),
    ...patch,
  })

  it('is supposed until twenty points were timed', () => {
    expect(paceOf([])).toEqual({ minutesPerPoint: 2, isMeasured: false })
    const few = Array.from({ length: 20 }, (_, index) => tick(index))
    expect(paceOf(few).isMeasured).toBe(false)
    expect(paceOf([...few, tick(20)])).toEqual({ minutesPerPoint: 1, isMeasured: true })
  })

  it('counts the time of each person between her acts, points ticked at once together, long silences never', () => {
    const ada = Array.from({ length: 11 }, (_, index) => tick(index * 3))
    const atOnce = Array.from({ length: 10 }, (_, index) => tick(33, { check: `autre ${index}` }))
    const late = [tick(33 + 60)]
    const bilal = [tick(1, { userId: 'bilal' }), tick(2, { userId: 'bilal', kind: 'step' })]
    // Ten gaps of three minutes for a point each, then one of three for ten points.
    expect(paceOf([...ada, ...atOnce, ...late, ...bilal])).toEqual({ minutesPerPoint: 33 / 20, isMeasured: true })
  })
})
