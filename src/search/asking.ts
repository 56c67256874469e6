import { fold } from './french-analyser.js'

/** What a text asks about its subject, whatever the subject: a bit for each of {@link KINDS} that it has. 0 when it does not say. */
export type Asking = number

/**
 * What can be asked of anything, by the words that say so: folded, apostrophes and hyphens as spaces. Written for this project. The search leaves most of
 * these words out, since they say nothing of the subject; among titles that are questions they tell apart "X, c'est quoi ?" and "X : combien de temps ?".
 */
const KINDS: readonly RegExp[] = [
  // What it is
  /\b(?:qu est ce que? (?:c est que? )?(?:l[ea]s?|l|une?|du)|c(?: est)? quoi|keske|definition|que (?:signifie|veut dire|fait)|a quoi (?:sert|correspond)|en quoi consiste|quel est le role|difference)\b/,
  // How long
  /\b(?:combien de (?:temps|jours?|mois|semaines?|ans?|annees?)|durees?|delais?|en combien|jusqu a quand|depuis combien|dure|durer|valable|validite|expire|perimee?)\b/,
  // When
  /\b(?:quand|quelle date|quel (?:age|moment)|avant quelle)\b/,
  // How much
  /\b(?:combien (?:ca )?(?:coute|faut|dois|vais|je|on|est|pour)|cout|prix|tarifs?|montants?|gratuite?|payant|payer?|remboursee?|rembourser|remboursement|calcule?r?)\b/,
  // Whether one may
  /\b(?:puis je|peux je|je peux|on peut|pouvons|peut|peuvent|(?:ai je|a t (?:il|elle|on)|j ai|a) (?:le )?droit|droit de|legal|autorisee?|interdite?|possible)\b/,
  // Whether one must
  /\b(?:dois|doit|doivent|devons|faut|obligatoire|obligee?s?|obligations?|necessaire|exiger|impose)\b/,
  // How
  /\b(?:comment|de quelle maniere|par quel moyen|quelles formalites|quelle procedure|etapes|marche a suivre|demarches?)\b/,
  // Where, or of whom
  /\b(?:ou (?:puis|dois|faut|peut|est|sont|trouver|se trouve|aller|m adresser|s adresser|deposer|faire|je|on)|a qui|aupres de qui|qui contacter|quel (?:organisme|service)|adresse|contacter|[sm] adresser)\b/,
  // With which papers
  /\b(?:quels? (?:papiers?|documents?|justificatifs?)|quelles? pieces?|(?:papiers?|documents?|pieces?) (?:a|pour|faut|necessaires|justificatives?)|justificatifs?|fournir)\b/,
  // What if it goes wrong
  /\b(?:que (?:faire|dois je faire|puis je faire)|quoi faire|recours|contester|contestation|litige|plainte|refuse?|probleme|ne (?:\w+ ){1,3}pas|faire cesser)\b/,
  // What one risks
  /\b(?:risques?|sanctions?|amende|peine|encourt|consequences?|que se passe)\b/,
  // For whom
  /\b(?:qui (?:peut|doit|a|est|sont|paye|paie)|beneficiaires?|conditions|droit a)\b/,
  // Why
  /\b(?:pourquoi|pour quelles? raisons?|motif)\b/,
]

/** What a text asks for. */
export function askingOf(text: string): Asking {
  const plain = fold(text).replace(/[^a-z0-9]+/g, ' ')
  return KINDS.reduce((asking, kind, bit) => (kind.test(plain) ? asking | (1 << bit) : asking), 0)
}

/** How alike two texts are in what they ask: what they share of what either asks, -1 when both say and share nothing, 0 when one does not say. */
export function likenessOfAsking(a: Asking, b: Asking): number {
  if (a === 0 || b === 0) return 0
  const common = bitsOf(a & b)
  return common === 0 ? -1 : common / bitsOf(a | b)
}

function bitsOf(asking: Asking): number {
  let count = 0
  for (let left = asking; left > 0; left &= left - 1) count += 1
  return count
}
