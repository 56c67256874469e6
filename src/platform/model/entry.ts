import { type Block, blocksToText, type Span } from '../text/rich-links.js'
import type { Attachment, ShownAttachment } from './attachment.js'
import type { Guide } from './guide.js'
import type { Language, RecognisedLanguage } from './language.js'

/** Sections that an answer may have, in the order in which they are written and shown. */
export const SECTION_KEYS = ['brief', 'steps', 'papers', 'cost', 'delay', 'place', 'online'] as const
/** One of {@link SECTION_KEYS}. */
export type SectionKey = (typeof SECTION_KEYS)[number]

/** Headings by which sections are recognised in `knowledge/<id>.md`. */
export const SECTION_TITLES: Record<SectionKey, string> = {
  brief: 'En bref',
  steps: 'Étapes',
  papers: 'Pièces à fournir',
  cost: 'Coût',
  delay: 'Délai',
  place: 'Où s’adresser',
  online: 'En ligne',
}

/** Heading of the optional last section: the answer once more, in short sentences and common words. */
export const SIMPLE_TITLE = 'Version simplifiée'

/** What an entry says in a sentence or two, each the answer to one question: for whom, which papers, how much, how long, where, whether online. */
export const SHORT_KEYS = ['who', 'papers', 'cost', 'delay', 'where', 'online'] as const
/** One of {@link SHORT_KEYS}. */
export type ShortKey = (typeof SHORT_KEYS)[number]
/** Inline Markdown of one line by key, with its variables; what an entry does not say is absent. */
export type Short = Partial<Record<ShortKey, string>>
/** Lengths of a text of {@link Short}, in characters. */
export const SHORT_LENGTH = { least: 3, most: 200 } as const

/** Categories of the starter pack; also the contexts of its intents. */
export const CATEGORIES = [
  'etat-civil',
  'identite-voyage',
  'elections-citoyennete',
  'famille-enfance',
  'ecole-periscolaire',
  'social-solidarite',
  'logement-urbanisme',
  'voirie-stationnement-transport',
  'dechets-environnement',
  'vie-associative-culture-sport',
  'cimetiere-funeraire',
  'securite-tranquillite',
  'animaux',
  'commerce-evenements',
  'mairie-pratique',
  'numerique-accompagnement',
  'autres-organismes',
] as const
/** One of {@link CATEGORIES}. */
export type Category = (typeof CATEGORIES)[number]

/** Who handles a procedure. The town hall is not always the right door; the answer says who is. */
export type Handler = 'commune' | 'intercommunalite' | 'etat' | 'autre'

/** Where the facts of an entry come from. `date` is the source's own date, ISO `YYYY-MM-DD`. */
export interface Source {
  name: string
  /** Empty when the source is the commune itself. */
  url: string
  licence: string
  date: string
}

/** A link to an online service. */
export interface OnlineService {
  label: string
  url: string
}

/** An entry in another language, as its translator wrote it: `knowledge/translations/<language>/<id>.md`. */
export interface Translation {
  title: string
  summary: string
  /** Labels of the online services, in the order of the French ones. */
  online: string[]
  /** Markdown of each section, with the variables of the French. */
  sections: Record<SectionKey, string>
  /** Digest of the French text that was translated: `fr-` and 12 hexadecimal digits. */
  translatedFrom: string
  translatedBy: string
  /** Whether a person whose language it is has read it against the French. */
  reviewed: boolean
  /** Day of the translation, ISO `YYYY-MM-DD`. */
  date: string
}

/**
 * What an entry says in a few words of another language: a row of `knowledge/short/<language>.json`. One that has a title alone gives the entry a name on buttons, and
 * nothing more.
 */
export interface ShortTranslation extends Short {
  title: string
  summary?: string
  /** Digest of the French that was translated, as `shortDigest` gives it; absent until `guichet translations --stamp` has written it. */
  from?: string
}

/** An example question that citizens asked in these very words, and how it came among the others. */
export interface CitizenQuestion {
  question: string
  /** Name of whoever took it from the failed questions. */
  addedBy: string
  /** ISO day. */
  addedOn: string
  /** How many had asked it by then, 1 or more. */
  people: number
  /** Name of the agent who told of it, when one did. */
  reportedBy?: string
}

/** Why an entry is not to be answered with: its time has not come, is over, or its owner has not read it again for too long. */
export const EXPIRIES = ['not_yet', 'over', 'unreviewed'] as const
/** One of {@link EXPIRIES}. */
export type Expiry = (typeof EXPIRIES)[number]

/** A part of an entry in the words of its source: shown as it is, without typography, under the source's own heading. */
export interface QuotedPart {
  /** What the source's own structure says that it is; `brief` when it does not say. */
  key: SectionKey
  title: string
  blocks: Block[]
}

/** Longest example question, in characters: some people tell the whole story. */
export const MAX_QUESTION_LENGTH = 1_000

/** One curated procedure, as published: `knowledge/<id>.md` joined with the example questions of `intents/<id>.json`. */
export interface Entry {
  id: string
  title: string
  summary: string
  category: Category
  who: Handler
  /** Id of the commune's service that keeps the entry true. */
  owner: string
  source: Source
  /** Day the facts were read in the source; `null` when the commune must check everything. */
  verifiedAt: string | null
  /** Day by which the owner must read the entry again. */
  reviewBy: string
  /** First day on which the answer holds, ISO `YYYY-MM-DD`; absent: it always did. */
  validFrom?: string
  /** Last day on which the answer holds, included; absent: it has no end. */
  validUntil?: string
  /** National fiche ids, e.g. `F1427`. */
  servicePublic: string[]
  online: OnlineService[]
  /** Documents and images that go with it; absent when there is none. */
  attachments?: Attachment[]
  /** What the commune must check before it goes live. */
  toCheck: string[]
  /** Markdown of each section, with `{{service.field}}` variables not yet replaced; empty where there is none. Of an entry that quotes: the commune's own notes. */
  sections: Record<SectionKey, string>
  /** Of an entry that quotes its source: the text of the source, unaltered; absent when the commune wrote the whole. */
  quoted?: QuotedPart[]
  /** The answers to what is asked most, in a sentence or two each; absent when none is written. */
  short?: Short
  /** Markdown of the simplified version, with its variables; `null` when none is written. */
  simple: string | null
  /** Example questions in French, as people type them. */
  questions: string[]
  /** Example questions in other languages, as people type them; absent when there is none. They come with the files: curators do not write them. */
  abroad?: Partial<Record<RecognisedLanguage, string[]>>
  /** What is known of those that citizens really asked; absent when none is. */
  fromCitizens?: CitizenQuestion[]
  /** Its translations, up to date or not; absent when there is none. */
  translations?: Partial<Record<Language, Translation>>
  /** Its short translations, up to date or not; absent when there is none. They come with the files, as {@link abroad} does. */
  inShort?: Partial<Record<RecognisedLanguage, ShortTranslation>>
  /** A few questions that are asked before it, when the answer depends on them; `null`: none, whatever its file has. */
  guide?: Guide | null
  /** Of an office that is not the town hall's: who it is. The sections that it does not have are empty. */
  office?: Office
  /** Set on a day on which it may not be shown: only its links and a contact are. */
  expired?: Expiry
}

/** An entry as a citizen reads it: variables replaced, typography applied, Markdown turned into blocks. */
export interface Answer {
  entryId: string
  title: string
  summary: string
  /** The sentence that answers what was asked, said before the card; absent of what was stored before there was one: there, the summary says it. */
  lead?: Block[]
  /** What else is asked most, in a line each under its own title: three at most. */
  facts?: { key: ShortKey; title: string; spans: Span[] }[]
  /** Sections that say more of what was asked: shown open. */
  asked?: SectionKey[]
  /** Those that are `quoted` are the source's own words; the others are the commune's. `language`: of the text, where it is not that of the answer. */
  sections: { key: SectionKey; title: string; blocks: Block[]; quoted?: true; language?: 'fr' }[]
  /** The simplified version, read in place of the summary and the sections; `null` when none is written. */
  simple: Block[] | null
  online: OnlineService[]
  /** Where it is booked, in the words of the language that is spoken; absent where the commune proposes no appointment for it. */
  appointment?: OnlineService
  /** Documents and images; absent when there is none. What is said of them is French. */
  attachments?: ShownAttachment[]
  source: Source
  verifiedAt: string | null
  /** That its source was more than twelve months old when it was shown, in a sentence of the language that is spoken; absent where it was not. */
  oldSource?: { text: string; language: RecognisedLanguage }
  /** The language of the text; French when it is not said. */
  language?: RecognisedLanguage
  /** Of a translation: when it was made and whether it was read again, in a sentence of its language. */
  translation?: string
  /** Present when a guide led to it. */
  guided?: GuidedBy
  /** What was written is no longer shown, and why: what is left is where to ask. */
  expired?: Expiry
}

/** What a guide adds to the answer that it led to. */
export interface GuidedBy {
  /** The answers that led there: "Votre cas : un enfant · perdue". */
  situation: string
  /** What to know in this case, before the rest; possibly empty. */
  note: Block[]
}

/**
 * The sections that stand behind headings on a card: not those of a single sentence that is said above them already, before the card or among its facts. A sheet, a
 * transcript and an agent's console have no such lines, and show them all. Pure.
 */
export function foldedSections({ lead = [], facts = [], sections }: Answer): Answer['sections'] {
  const paragraphs: Block[] = facts.map(({ spans }) => ({ kind: 'paragraph', spans }))
  const told = new Set([...lead, ...paragraphs].map((block) => blocksToText([block])))
  return sections.filter(({ blocks, quoted }) => quoted || !told.has(blocksToText(blocks)))
}

/** The last section of a kind, under which what belongs to it stands; the last of all where there is none. */
export function placeOf(sections: Answer['sections'], key: 'online' | 'place'): Answer['sections'][number] | undefined {
  return sections.findLast((section) => section.key === key) ?? sections.at(-1)
}

/** How the ids of the entries of offices begin. */
export const OFFICE_PREFIX = 'office-'

/** A number that anyone may call, and what it costs, in French. */
export interface OfficePhone {
  /** As people write it: `3230`, `0809 401 401`. */
  number: string
  label?: string | undefined
  /** When somebody answers. */
  hours?: string | undefined
}

/** An office that is not the town hall's, to which people are sent: `knowledge/offices/<id>.md`. Its entry is `office-<id>`. */
export interface Office {
  /** As it stands inside a French sentence, with its article: "la CAF (caisse d'allocations familiales)". */
  name: string
  phones: OfficePhone[]
  /** Kind of its places in the national directory (`caf`, `sip`); absent when none is to be looked for. */
  directory?: string | undefined
  /** The name, as it stands inside a sentence of each language. */
  names: Partial<Record<RecognisedLanguage, string>>
  /** The summary in each language. */
  summaries: Partial<Record<RecognisedLanguage, string>>
}
