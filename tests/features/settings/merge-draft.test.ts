import { describe, expect, it } from '@jest/globals'
import type { SettingsValues } from '../../../src/features/settings/contract.js'
import { mergeDraft, partInWords } from '../../../src/features/settings/pages/group-form.js'
import { settingsWords } from '../../../src/features/settings/pages/list-acts.js'

const service = (nom: string, telephone = '') => ({ nom, adresse: '', telephone, courriel: '', hours: {} })
const noel = { from: '2026-12-25', to: '2026-12-25', reason: 'Noël' }
const before: SettingsValues = {
  services: { accueil: service('Accueil', '1'), ccas: service('CCAS', '2') },
  closures: [noel],
}

describe('what a colleague saved while somebody typed', () => {
  it('is kept service by service and field by field', () => {
    const typed = { ...before, services: { ...before.services, accueil: service('Accueil', '10') } }
    const accueil = { ...service('Accueil du public', '1'), hours: { '1': [['08:00', '12:00'] as [string, string]] } }
    const now = { ...before, services: { accueil, ccas: service('CCAS', '20'), etat: service('État civil') } }
    const merged = mergeDraft(before, typed, { now, keys: ['services', 'reception'] })
    expect(merged.draft.services).toEqual({
      accueil: { ...accueil, telephone: '10' },
      ccas: service('CCAS', '20'),
      etat: service('État civil'),
    })
    const told = merged.taken.map((path) => partInWords(path, [merged.draft, before], settingsWords('fr')))
    expect(told).toEqual([
      'Accueil du public : Nom',
      'Accueil du public : Heures de la semaine : Lundi',
      'CCAS : Téléphone',
      'État civil',
    ])
    expect(merged.kept).toEqual([])
  })

  it('gives way to what was typed of the same field, which is told', () => {
    const typed = { services: { ...before.services, ccas: service('CCAS', '22') } }
    const now = { services: { ...before.services, ccas: service('CCAS', '20') } }
    const merged = mergeDraft(before, typed, { now, keys: ['services'] })
    expect(merged.draft.services?.ccas?.telephone).toBe('22')
    expect([merged.taken, merged.kept]).toEqual([[], [['services', 'ccas', 'telephone']]])
  })

  it('joins what both added to a list, and loses what either took out', () => {
    const [pont, mai] = [
      { ...noel, reason: 'Pont' },
      { ...noel, reason: 'Mai' },
    ]
    const merged = mergeDraft(
      before,
      { ...before, closures: [noel, pont] },
      { now: { closures: [mai] }, keys: ['closures'] },
    )
    expect(merged.draft.closures).toEqual([mai, pont])
    expect(merged.taken).toEqual([['closures']])
  })
})
