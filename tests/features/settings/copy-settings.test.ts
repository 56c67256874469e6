import { describe, expect, it } from '@jest/globals'
import { copiedValues } from '../../../src/features/settings/copy-settings.js'
import { COPY_GROUPS } from '../../../src/features/settings/settings.js'
import { commune, service } from '../../platform/model/sample-commune.js'

const week = (from: string) => ({ '1': [[from, '12:00'] as [string, string]] })
const seasons = [{ from: '07-01', to: '08-31', hours: week('10:00') }]
const source = commune({
  id: 'source',
  nom: 'Source',
  site: 'https://www.source.fr',
  services: {
    accueil: service({ nom: 'Accueil de Source', hours: week('08:00'), seasons }),
    piscine: service({ nom: 'Piscine' }),
  },
  privacy: { controller: 'Source', dpoEmail: 'dpo@source.fr', retentionDays: 10, revealHours: 2 },
  theme: { accent: '#7a1f1f' },
})
const target = commune({
  id: 'target',
  nom: 'Cible',
  services: {
    accueil: service({
      nom: 'Accueil de Cible',
      hours: week('09:00'),
      arret: 'Mairie, ligne 1',
      missions: ['accueil'],
    }),
    ccas: service({ nom: 'CCAS', hours: week('09:30') }),
  },
  privacy: { controller: 'Cible', dpoEmail: 'dpo@cible.fr', retentionDays: 30 },
  departments: { civil: { nom: 'État civil', categories: [] } },
})

describe('settings copied from one commune to another', () => {
  it('are the hours of the services that both have, with their own names and phones', () => {
    const { services } = copiedValues(source, target, ['hours'])
    expect(services).toEqual({
      accueil: { ...target.services.accueil, hours: week('08:00'), seasons },
      ccas: target.services.ccas,
    })
  })

  it('are whole services, and the reception among them', () => {
    expect(copiedValues(source, target, ['hours', 'services'])).toEqual({ services: source.services })
  })

  it('leave the data controller and her delegate, and take away what the source has not', () => {
    expect(copiedValues(source, target, ['retention', 'departments', 'theme'])).toEqual({
      privacy: { controller: 'Cible', dpoEmail: 'dpo@cible.fr', retentionDays: 10, revealHours: 2 },
      departments: null,
      theme: { accent: '#7a1f1f' },
    })
  })

  it('never name the commune, whatever is chosen, and are nothing once they are the same', () => {
    const all = copiedValues(source, target, COPY_GROUPS)
    expect(Object.keys(all)).not.toEqual(expect.arrayContaining(['nom']))
    expect(['nom', 'site', 'origins', 'timeZone'].filter((key) => key in all)).toEqual([])
    expect(copiedValues(target, target, COPY_GROUPS)).toEqual({})
  })
})
