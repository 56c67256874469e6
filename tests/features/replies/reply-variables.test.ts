import { describe, expect, it } from '@jest/globals'
import {
  fillReplyVariables,
  unfilledReplyVariables,
  unknownReplyVariables,
} from '../../../src/features/replies/reply-variables.js'

const fill = (text: string) =>
  fillReplyVariables(text, (variable, service) => (variable === 'usager' ? null : `<${variable}${service ?? ''}>`))

describe('variables of ready replies', () => {
  it.each([
    ['{horaires}', '<horaires>'],
    ['{HORAIRES}', '<horaires>'],
    ['{prénom de l’agent}', '<agent>'],
    ["{ prenom de l'agent }", '<agent>'],
    ['{téléphone}', '<telephone>'],
    ['{horaires : urbanisme}', '<horairesurbanisme>'],
    ['{adresse:etat-civil}', '<adresseetat-civil>'],
    ['{référence}, {service}', '<reference>, <service>'],
  ])('%s is filled, whatever the accents', (text, filled) => {
    expect(fill(text)).toBe(filled)
  })

  it('that have no value, or are none, stay to be seen', () => {
    expect(fill('Bonjour {usager}, {inconnu}')).toBe('Bonjour {usager}, {inconnu}')
    expect(unfilledReplyVariables('Bonjour {usager}, {usager} et {inconnu}')).toEqual(['{usager}', '{inconnu}'])
    expect(unknownReplyVariables('Bonjour {usager} et {inconnu}')).toEqual(['{inconnu}'])
    expect(unfilledReplyVariables('sans accolades, { } ni {\n}')).toEqual(['{ }'])
  })
})
