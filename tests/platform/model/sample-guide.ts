import type { Guide, GuideQuestion } from '../../../src/platform/model/guide.js'

/** A question whose labels are its values. */
export function question(slot: string, values: readonly string[], patch: Partial<GuideQuestion> = {}): GuideQuestion {
  const choices = values.map((value) => ({ value, label: value, words: [], replies: [] }))
  return { slot, text: `${slot} ?`, choices, ...patch }
}

/** A guide of two questions; the second is for adults only. */
export function identityCard(patch: Partial<Guide> = {}): Guide {
  return {
    id: 'carte',
    title: "Carte d'identité",
    questions: [
      {
        slot: 'age',
        text: 'Pour un adulte ou pour un enfant ?',
        choices: [
          { value: 'majeur', label: 'Un adulte', words: ['adulte', 'mon fils majeur'], replies: ['moi'] },
          { value: 'mineur', label: 'Un enfant', words: ['enfant', 'mon fils', 'ma fille'], replies: [] },
        ],
      },
      {
        slot: 'situation',
        text: 'Perdue ou volée ?',
        help: 'Sans preuve du vol, dites « perdue ».',
        choices: [
          { value: 'perdue', label: 'Carte perdue', words: ['perdue', 'perdu', 'perte'], replies: [] },
          { value: 'volee', label: 'Carte volée', words: ['volé', 'volée'], replies: ['vol'] },
        ],
      },
    ],
    branches: [
      { when: { age: ['mineur'] }, entryId: 'creche' },
      { when: { situation: ['perdue'] }, entryId: 'passeport', note: 'Déclarez la **perte** à la mairie.' },
      { when: { situation: ['volee'] }, entryId: 'salle' },
    ],
    otherwise: { entryId: 'naissance' },
    given: {},
    commands: {
      back: ['retour'],
      restart: ['recommencer'],
      unsure: ['je ne sais pas'],
      general: ['réponse générale'],
      leave: ['stop'],
    },
    ...patch,
  }
}
