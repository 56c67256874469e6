import type { Exercise, Manners } from '../../../src/features/practice/exercise.js'

/** An exercise with one thing of each kind. */
export function sampleExercise(patch: Partial<Exercise> = {}): Exercise {
  return {
    id: 'sample',
    profile: 'accueil',
    level: 1,
    title: 'Un exercice',
    intro: 'Au chat, un matin.',
    channel: 'chat',
    citizen: 'Une habitante',
    language: 'fr',
    before: [{ author: 'assistant', text: 'Je vous passe un agent.' }],
    opening: 'bonjour jai perdu ma carte, rappelez moi au [téléphone masqué]',
    masked: [{ kind: 'phone', label: '[téléphone masqué]', value: '06 39 98 12 34' }],
    entries: ['carte'],
    alsoRight: ['aussi'],
    goals: [
      { id: 'stolen', kind: 'ask', label: 'Demander si elle est volée', heard: ['volee'], why: 'La police.' },
      {
        id: 'photo',
        kind: 'paper',
        label: 'Une photo',
        heard: ['photo'],
        source: { entry: 'carte', section: 'papers', quote: '1 photo' },
      },
      {
        id: 'price',
        kind: 'fact',
        label: 'Le prix',
        heard: ['25'],
        aloud: true,
        source: { entry: 'carte', section: 'cost', quote: '25 €' },
      },
    ],
    courtesy: ['greeting', 'acknowledging', 'closing'],
    never: [{ id: 'judge', label: 'Juger', heard: ['vous auriez du'], why: 'Cela ferme.' }],
    replies: [
      { on: ['stolen'], say: 'perdue, dans le train' },
      { after: ['stolen'], without: ['price'], turn: 2, say: 'et le prix ?' },
      { curt: true, say: 'vous êtes fâché ?' },
    ],
    lost: ['pardon ?', 'je ne comprends pas'],
    ending: { served: 'merci beaucoup', left: 'tant pis' },
    time: { firstS: 60, wholeS: 300 },
    hints: ['Perdue ou volée ?', 'Et le prix ?'],
    model: ['Bonjour.'],
    explanation: 'Perdue et volée sont deux chemins.',
    ...patch,
  }
}

export const MANNERS: Manners = {
  courtesies: {
    greeting: { heard: ['bonjour'], examples: ['Bonjour Madame,'] },
    acknowledging: { heard: ['je comprends'], examples: ['Je comprends.'] },
    closing: { heard: ['bonne journee'], examples: ['Bonne journée.'] },
  },
  never: [{ id: 'secret', label: 'Demander un mot de passe', heard: ['donne* mot de passe'], why: 'Jamais.' }],
}
