import type { SectionKey } from '../../domain/entry.js'
import { foldedWords } from '../../domain/fold-text.js'
import { stemsOfQuestion } from '../../retrieval/french-analyser.js'

/** What is asked of a subject that was named before, and the sections that say it. Folded, apostrophes and hyphens as spaces. */
const ASKED: readonly (readonly [RegExp, readonly SectionKey[]])[] = [
  [/\b(?:ouvr\w+|ouvert\w*|ferm\w+)\b/, ['place']],
  [
    /\b(?:combien de (?:temps|jours|semaines|mois)|delais?|valables?|validite|durees?|longs?|longtemps|quand)\b/,
    ['delay'],
  ],
  [/\b(?:cout\w*|prix|tarifs?|gratuite?s?|payante?s?|payer|paye|cher|combien(?! de))\b/, ['cost']],
  [/\b(?:papiers?|documents?|justificatifs?|pieces?|apporter|fournir)\b/, ['papers']],
  [/\b(?:en ligne|internet|site|lien)\b/, ['online']],
  [/\b(?:ou|adresse|telephone|numero|horaires?|heures?|a qui)\b/, ['place']],
  [/\b(?:rendez vous|rdv|en personne|sur place|me deplacer)\b/, ['steps', 'place']],
  [/\b(?:comment|etapes?|demarches?|procedure)\b/, ['steps']],
]

/** Words that name no subject. With another one the message is a question of its own. */
const NAMELESS = new Set(
  stemsOfQuestion(
    `combien coût coûte coûter coûtera prix tarif gratuit payant payer paye cher délai valable validité durée long longtemps temps jour semaine mois
    papier document justificatif pièce apporter fournir ligne internet site lien adresse téléphone numéro horaire ouvrir ouvert ouvrez fermer fermé fermez heure
    rendez-vous rdv personne place déplacer étape démarche procédure aller venir prendre prend faire falloir obligatoire nécessaire besoin
    possible exactement mettre met`,
  ),
)

/**
 * The sections that a message asks for of a subject that it leaves unsaid: "combien ça coûte ?", "c'est où ?", "quels papiers ?". `null` when it names a subject,
 * or asks for nothing that a section says. French only. Pure.
 */
export function askedSections(text: string): SectionKey[] | null {
  if (stemsOfQuestion(text).some((stem) => !NAMELESS.has(stem))) return null
  const plain = foldedWords(text).join(' ')
  const [, sections] = ASKED.find(([asked]) => asked.test(plain)) ?? []
  return sections ? [...sections] : null
}
