import { foldedWords } from '../../platform/text/fold-text.js'
import type { ColumnKind } from './column-kinds.js'

/** What each column of a sheet says, in the order of the columns. */
export type ColumnMapping = ColumnKind[]

/** Headings by which columns are recognised, in folded words, the most precise first: those of this project's exports, of Botpress, and those that towns write. */
const HEADINGS: Record<Exclude<ColumnKind, 'ignore'>, RegExp> = {
  id: /^(id|identifiant|code|reference|ref|slug)\b/,
  sourceUrl: /^(?=.*source).*(url|adresse|lien|web)/,
  sourceDate: /^(?=.*source).*date/,
  sourceName: /^(source|origine)/,
  licence: /licen[cs]e/,
  shortWho: /^(en une phrase|in a sentence) (pour qui|for whom)/,
  shortPapers: /^(en une phrase|in a sentence) (piece|papier|paper)/,
  shortCost: /^(en une phrase|in a sentence) (cout|cost)/,
  shortDelay: /^(en une phrase|in a sentence) (delai|time|delay)/,
  shortWhere: /^(en une phrase|in a sentence) (ou|where)/,
  shortOnline: /^(en une phrase|in a sentence) (en ligne|online)/,
  toCheck: /verifier|to check/,
  verifiedAt: /verifie|verified|controle le/,
  reviewBy: /revoir|relire|review|echeance|expir/,
  servicePublic: /service public|fiches? national|fiche dila/,
  simple: /simpl|falc|facile/,
  otherAnswers: /^(answer ?\d|autres? (reponse|answer)|reponse ?[2-9]|other answer)/,
  questions: /^(exemples? de )?(question|utterance|formulation|phrase|demande|example question)/,
  title: /^(titre|title|intitule|demarche|nom|libelle|sujet|objet|procedure)/,
  summary: /resume|summary|chapeau|description courte/,
  steps: /etape|steps|marche a suivre|comment faire/,
  papers: /piece|papier|document|justificatif|papers/,
  cost: /cout|prix|tarif|cost|montant/,
  delay: /delai|duree|delay/,
  place: /adresser|^lieu|^ou\b|place|guichet/,
  services: /services? en ligne|liens?|links?|teleservice|^url/,
  online: /en ligne|online/,
  category: /categorie|category|rubrique|theme|contexts?/,
  who: /qui s en charge|competence|^who|handled/,
  owner: /^service|responsable|owner|proprietaire/,
  brief: /reponse|answer|en bref|brief|contenu|texte|description/,
}

/** Guesses what columns say from their headings; each is guessed once, and what is not recognised is left out. */
export function guessMapping(headings: readonly string[]): ColumnMapping {
  const taken = new Set<ColumnKind>()
  return headings.map((heading) => {
    const words = foldedWords(heading).join(' ')
    const kinds = Object.keys(HEADINGS) as Exclude<ColumnKind, 'ignore'>[]
    const kind = kinds.find((one) => !taken.has(one) && HEADINGS[one].test(words))
    if (!kind) return 'ignore'
    // Answers and questions may fill several columns.
    if (kind !== 'otherAnswers' && kind !== 'questions') taken.add(kind)
    return kind
  })
}
