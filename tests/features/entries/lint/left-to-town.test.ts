import { describe, expect, it } from '@jest/globals'
import { askTown, withoutLeft } from '../../../../src/features/entries/lint/left-to-town.js'
import { renderAnswer } from '../../../../src/features/entries/render/render-answer.js'
import { blocksToText } from '../../../../src/platform/text/rich-links.js'
import { commune } from '../../../platform/model/sample-commune.js'
import { entry } from '../sample-entry.js'

describe('withoutLeft', () => {
  it.each([
    ['À préciser par la mairie. En général :\n\n- une photo ;', 'En général :\n\n- une photo ;'],
    ['Le prix dépend de la taille. Le tarif est à préciser par la mairie.', 'Le prix dépend de la taille.'],
    ['Les dates et les prix de {{commune.nom}} sont à préciser par la mairie. Venez tôt.', 'Venez tôt.'],
  ])('leaves out a sentence that says nothing else: %s', (text, shorter) => {
    expect(withoutLeft(text)).toBe(shorter)
  })

  it.each([
    ['À préciser par la mairie.', 'À voir avec la mairie.'],
    ['Le tarif est à préciser par la mairie.', 'Le tarif est à voir avec la mairie.'],
    ['Gratuit, sauf règle locale à préciser par la mairie.', 'Gratuit, sauf règle locale à voir avec la mairie.'],
    ['À préciser par la mairie : les jours changent. Venez.', 'À voir avec la mairie : les jours changent. Venez.'],
    [
      'Les tarifs sont à préciser par la mairie ou par la piscine.',
      'Les tarifs sont à voir avec la mairie ou la piscine.',
    ],
    [
      'Ouvert tard. Les heures sont à préciser par la mairie. Vérifiez-les avant.',
      'Ouvert tard. Les heures sont à voir avec la mairie. Vérifiez-les avant.',
    ],
    ['1. Venez.\n2. Le tarif est à préciser par la mairie.', '1. Venez.\n2. Le tarif est à voir avec la mairie.'],
    ['Comptez trois jours.', 'Comptez trois jours.'],
  ])('keeps what the rest needs: %s', (text, shorter) => {
    expect(withoutLeft(text)).toBe(shorter)
  })
})

describe('what an entry leaves to the town', () => {
  const left = 'À préciser par la mairie.'
  const open = entry('acte', 'Acte', { papers: left, cost: `C'est cher. ${left}`, delay: left, place: 'Au guichet.' })
  const textOf = (key: string) =>
    blocksToText(renderAnswer(open, commune()).sections.find((section) => section.key === key)?.blocks ?? [])

  it('is asked of the town hall in one sentence, with its phone, where one reads where to go', () => {
    expect(textOf('place').replace(/\s/g, ' ')).toBe(
      'Au guichet. Pour connaître les pièces à fournir, le coût et le délai dans votre commune, appelez la mairie : 02 61 91 00 00.',
    )
    expect(textOf('cost')).toBe('C’est cher.')
  })

  it('is asked of some sections, and without a phone where the reception has none', () => {
    const { services, reception } = commune()
    const accueil = { ...services[reception], telephone: '' } as (typeof services)[string]
    expect(askTown(open, { services: { [reception]: accueil }, reception }, ['cost', 'place'])).toBe(
      'Pour connaître le coût dans votre commune, demandez à la mairie.',
    )
  })

  it('is nothing of an entry that says all', () => {
    expect(askTown(entry('acte'), commune())).toBe('')
  })
})
