import { describe, expect, it } from '@jest/globals'
import { askedSections } from '../../../src/assistant/follow-up/asked-sections.js'

describe('askedSections', () => {
  it.each([
    ['combien ça coûte ?', 'cost'],
    ['c gratuit', 'cost'],
    ['et le prix', 'cost'],
    ['combien de temps ça prend', 'delay'],
    ["c'est valable combien de jours", 'delay'],
    ["c'est long ?", 'delay'],
    ["c'est ouvert quand", 'place'],
    ['vous fermez quand ?', 'place'],
    ['quels papiers faut-il ?', 'papers'],
    ["c'est où", 'place'],
    ['le numéro de téléphone ?', 'place'],
    ['je peux le faire en ligne ?', 'online'],
    ['il faut prendre rendez-vous ?', 'steps'],
    ['comment faire', 'steps'],
  ])('%s asks for %s', (text, section) => {
    expect(askedSections(text)?.[0]).toBe(section)
  })

  it.each([
    ['names a subject', 'combien coûte un passeport'],
    ['names a subject', 'horaires de la piscine'],
    ['names a subject', 'combien de témoins faut-il'],
    ['asks for nothing that a section says', 'et après ?'],
    ['asks for nothing that a section says', 'oui'],
  ])('is null where it %s: %s', (_, text) => {
    expect(askedSections(text)).toBeNull()
  })
})
