import { describe, expect, it } from '@jest/globals'
import { coreOfMessage } from '../../src/search/message-core.js'
import { isFrenchTown, withoutIdentity } from '../../src/search/without-identity.js'
import { fc } from '../properties.js'

describe('what is searched of a message that says who asks', () => {
  it.each([
    ['acte de naissance 03/05/1999', 'acte de naissance'],
    ['acte de naissance du 3-5-1999 svp', 'acte de naissance svp'],
    ['conseil municipal le 12.03.2025 ?', 'conseil municipal ?'],
    ['né le 03/05/1999 à Paris, acte de naissance', 'acte de naissance'],
    ['née le 1er mai 1980 à St Etienne (42), acte de naissance', 'acte de naissance'],
    ['acte de naissance, née à Clermont-Ferrand le 3 mai 1980', 'acte de naissance,'],
    ['ma fille née le 12/04/2023 doit aller à la cantine', 'ma fille doit aller à la cantine'],
    ["je m'appelle Paul Martin, comment renouveler ma carte d'identité ?", "comment renouveler ma carte d'identité ?"],
    ["je m'appelle paul martin, comment renouveler ma carte ?", 'comment renouveler ma carte ?'],
    ["Bonjour, je m'appelle Anne de La Tour et je veux voter", 'Bonjour, et je veux voter'],
    ['je suis Mme Durand comment renouveler ma carte', 'comment renouveler ma carte'],
    ['Je suis M. Le Goff. Ma poubelle est cassée', 'Ma poubelle est cassée'],
    ["j'habite 12 rue Pasteur comment renouveler ma carte", 'comment renouveler ma carte'],
    ["j'habite au 12 bis avenue du Général de Gaulle, comment voter", 'comment voter'],
    ["j'habite rue jean jaurès, comment voter", 'comment voter'],
    ['nous habitons 3, impasse des Lilas 69100 Villeurbanne et voulons voter', 'et voulons voter'],
    ['lampadaire cassé 12 rue de la piscine', 'lampadaire cassé rue'],
    ['lampadaire cassé rue de la Piscine', 'lampadaire cassé rue'],
    ['permis de construire 4ter, chemin du Moulin', 'permis de construire chemin'],
    ['permis de construire rue Pasteur', 'permis de construire rue'],
    ['un trou devant le 4 place du marché', 'un trou devant le place'],
    ["un arbre penche sur l'allée des Tilleuls", "un arbre penche sur l'allée"],
    ['fuite 12 RUE PASTEUR', 'fuite rue'],
  ])('%s', (message, asked) => {
    expect(withoutIdentity(message)).toBe(asked)
  })

  it('keeps what she wrote of her mail, and nothing of who she is', () => {
    expect(coreOfMessage("Bonjour,\nje m'appelle Paul Martin, né le 03/05/1999.\nOù voter ?\nCordialement\nPaul")).toBe(
      'Bonjour,\n,.\nOù voter ?',
    )
  })
})

describe('what is kept whole', () => {
  it.each([
    'place du marché horaires',
    'lampadaire cassé rue de la piscine',
    "mon fils né à l'étranger",
    'née en Algérie acte de naissance',
    "comment je m'appelle après le mariage",
    'je suis madame de ménage à domicile',
    "je m'appelle toujours par mon nom de jeune fille",
    'je suis malade, qui peut voter pour moi',
    "une preuve que j'habite avec ma copine",
    'je voudrais 1 place en crèche',
    '2 places devant le 3 juin',
    'la rue est sale',
    'un chemin de randonnée',
    'le 14 juillet 2026',
    'dossier 12/345/2024',
    'PC 069 266 24 00123',
    '12 rue Pasteur',
    "je m'appelle Paul Martin",
    'né le 03/05/1999 à Paris',
    '03/05/1999',
    '',
  ])('%s', (message) => {
    expect(withoutIdentity(message)).toBe(message)
  })

  it.each([
    ['né le 03/05/1959 à Oran, acte de naissance', 'né à Oran, acte de naissance'],
    ['née le 3 mai 1959 en Algérie, acte de naissance', 'née en Algérie, acte de naissance'],
    ["mon fils, né le 03/05/2010 à l'étranger, passeport", "mon fils, né à l'étranger, passeport"],
    ['née à Tunis le 03/05/1959 : acte de naissance', 'née à Tunis : acte de naissance'],
  ])('where she was born, outside the large towns of France: %s', (message, asked) => {
    expect(withoutIdentity(message)).toBe(asked)
  })

  it('a message that has nothing to leave out, and half of none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        expect(withoutIdentity(message).length).toBeLessThanOrEqual(message.length)
      }),
    )
  })

  it.each(["je m'appelle ", '12 rue ', 'né le 03/05/1999 à ', "j'habite 1 rue de ", 'a', 'Aa '])(
    'ends on 10,000 characters of "%s"',
    (part) => {
      expect(withoutIdentity(part.repeat(10_000 / part.length)).length).toBeGreaterThan(0)
    },
  )
})

describe('isFrenchTown', () => {
  it.each(['Paris', 'SAINT-ÉTIENNE', 'st etienne', 'Le Mans', 'besançon'])('%s is', (name) => {
    expect(isFrenchTown(name)).toBe(true)
  })

  it.each(['Oran', 'Saint', '', 'le'])('"%s" is not', (name) => {
    expect(isFrenchTown(name)).toBe(false)
  })
})
