import { describe, expect, it } from '@jest/globals'
import { unfilledVariables } from '../../../../src/features/entries/lint/unknown-variables.js'
import { commune, service } from '../../../platform/model/sample-commune.js'
import { entry as sampleEntry } from '../sample-entry.js'

describe('the variables of an entry without a value', () => {
  const entry = {
    ...sampleEntry('cantine'),
    summary: 'Voyez {{ccas.nom}}, {{ccas.telephone}} et encore {{ccas.telephone}}.',
    simple: '{{sports.nom}} : {{commune.site}}, {{ccas.horaires}}, {{ccas.couleur}}',
  }

  it('are those of a service that is not there, and those for which nothing is written, each once', () => {
    const town = commune({ services: { ccas: service({ telephone: ' ', hours: {} }) }, site: '' })
    expect(unfilledVariables(entry, town)).toEqual([
      { variable: 'ccas.telephone', why: 'empty' },
      { variable: 'sports.nom', why: 'no_service' },
      { variable: 'commune.site', why: 'empty' },
      { variable: 'ccas.horaires', why: 'empty' },
      { variable: 'ccas.couleur', why: 'no_field' },
    ])
  })

  it('are none of those that the commune has', () => {
    const { simple: _, ...texts } = entry
    expect(unfilledVariables({ ...texts, simple: null }, commune({ services: { ccas: service() } }))).toEqual([])
  })
})
