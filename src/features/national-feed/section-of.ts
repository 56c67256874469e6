import type { SectionKey } from '../entries/model/entry.js'

/** Headings by which authors of fiches name what an answer has a section for. Read by the reader of the feed, never shown. */
const NAMED: [SectionKey, RegExp][] = [
  [
    'papers',
    /^(préparer (les|vos) )?(pièces|documents|justificatifs)( justificatives)?( à (fournir|présenter|joindre).*)?$/,
  ],
  ['cost', /^(coût|prix|tarifs?|quel est le (coût|prix)\b.*|combien (ça|cela) coûte.*)$/],
  [
    'delay',
    /^(délais?( (de|d')\s?(fabrication|traitement|instruction|obtention|réponse).*)?|quels? (est|sont) les? délais?\b.*)$/,
  ],
  ['place', /^(où (s'adresser|faire|déposer|se présenter)\b.*)$/],
  ['steps', /^(démarches?|procédure|comment (faire|procéder|demander|s'inscrire)\b.*|où et comment\b.*)$/],
]

/** What a chapter is, by its own heading and marks; `brief` when they say nothing of the kind. */
export function sectionOf(heading: string, marks: { type?: string; numerote?: string }): SectionKey {
  if (marks.type === 'pieces') return 'papers'
  const plain = heading.toLowerCase().replace(/’/g, "'").trimEnd().replace(/[?:]$/, '').trimEnd()
  const named = NAMED.find(([, pattern]) => pattern.test(plain))
  if (named) return named[0]
  return marks.numerote === 'true' ? 'steps' : 'brief'
}
