import { smsSpelling } from './sms-spelling.js'
import { addTypos, type Random } from './typos.js'
import { withoutAccents } from './without-accents.js'

/** A way of writing the same question otherwise. The same chance gives the same text. */
export interface Perturbation {
  name: string
  apply(question: string, random: Random): string
}

const FILLERS = ['euh', 'alors', 'donc', 'voilà', 'en fait', 'du coup', 'bah', 'hein']
const GREETINGS = ['Bonjour,', 'Madame, Monsieur,', 'Bonjour Madame,', 'Bonsoir,']
const SIGNATURES = [
  'Cordialement,\nMme Martine Lefèvre',
  'Bien à vous,\nJean-Paul Garnier',
  'Dans l’attente de votre réponse, je vous prie d’agréer mes salutations distinguées.\nM. et Mme Rousseau',
  'Merci par avance,\nS. Benali\nEnvoyé de mon téléphone',
]
const QUOTES = [
  'Le 12 mars à 9 h 14, l’accueil a écrit :\n> Bonjour,\n> Nous avons bien reçu votre message.\n> Nos services sont ouverts du lundi au vendredi.',
  'Le lun. 4 nov. à 16:02, Contact <contact@example.fr> a écrit :\n> Votre message a été transmis au service concerné.\n> Merci de ne pas répondre à ce courriel.',
]
const THANKS = [
  ', merci d’avance et bonne journée',
  ' s’il vous plaît, merci beaucoup',
  ' merci de votre retour, bien cordialement',
  ' svp. En vous remerciant par avance',
]

/** Every perturbation, in the order of the table. */
export const PERTURBATIONS: readonly Perturbation[] = [
  { name: 'capitals', apply: (question) => question.toUpperCase() },
  { name: 'no accents', apply: withoutAccents },
  { name: 'one typo', apply: (question, random) => addTypos(question, 1, random) },
  { name: 'two typos', apply: (question, random) => addTypos(question, 2, random) },
  { name: 'SMS spelling', apply: smsSpelling },
  { name: 'dictation', apply: dictate },
  {
    name: 'pasted mail',
    apply: (question, random) =>
      [pick(GREETINGS, random), '', question, '', pick(SIGNATURES, random), '', pick(QUOTES, random)].join('\n'),
  },
  { name: 'polite ending', apply: withThanks },
]

/** A question with a greeting before and thanks after, on one line. */
export function withCourtesies(question: string, random: Random): string {
  return `${pick(GREETINGS, random)} ${withThanks(question, random)}`
}

function withThanks(question: string, random: Random): string {
  return question.replace(/[\s.?!]+$/u, '') + pick(THANKS, random)
}

/** What a phone writes of a spoken question: lower case, no punctuation, and the speaker's fillers, one at the start and one every eight words. */
function dictate(question: string, random: Random): string {
  const words = question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}'’]+/gu, ' ')
    .trim()
    .split(' ')
  const spoken = words.flatMap((word, i) => (i % 8 === 4 ? [pick(FILLERS, random), word] : [word]))
  return [pick(FILLERS, random), ...spoken].join(' ')
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T
}
