import { splitSentences } from '../lint/split-sentences.js'
import { type Aspect, SAID_OF } from '../model/aspect.js'
import { type Entry, type SectionKey, SHORT_LENGTH, type Short } from '../model/entry.js'

/** What begins a reply, in Markdown with its variables. */
export interface Lead {
  /** A paragraph for each thing that was asked; the summary where none was, or where the entry says nothing of it. */
  said: { markdown: string; isOfSection: boolean }[]
  /** What was not asked and is asked most, a sentence each. */
  facts: { key: (typeof FACTS)[number]; markdown: string }[]
}

/** What an entry says, in one language. */
interface Words {
  summary: string
  short: Short
  sections: Partial<Entry['sections']>
  asked: readonly Aspect[]
}

/** Things that are answered at once, at most: who asks for more reads on. */
const MOST_SAID = 2
/** Sentences that are taken of a section, for want of a shorter text. */
const MOST_SENTENCES = 2
const MOST_FACTS = 3
/** What is asked most, first. */
const FACTS = ['cost', 'delay', 'where', 'papers'] as const
const HOURS = /\{\{[a-z-]+\.horaires\}\}/

/** The sentences that answer what was asked of an entry, and the facts that stand beside them. Pure. */
export function leadOf({ summary, short, sections, asked }: Words): Lead {
  const said = new Map<string, Lead['said'][number]>()
  for (const aspect of asked.slice(0, MOST_SAID)) {
    const own = ownWords(aspect, short)
    const markdown = own ?? ofSection(aspect, sections)
    if (markdown) said.set(markdown, { markdown, isOfSection: own === undefined })
  }
  const known = new Set<string | null>(asked.slice(0, MOST_SAID).map((aspect) => SAID_OF[aspect].short))
  const facts = FACTS.flatMap((key) => {
    const [markdown] = sentencesOf(short[key] ?? '')
    return markdown === undefined || known.has(key) ? [] : [{ key, markdown }]
  })
  return {
    said: said.size > 0 ? [...said.values()] : [{ markdown: summary, isOfSection: false }],
    facts: facts.slice(0, MOST_FACTS),
  }
}

/** The short text of an aspect. Where to go does not always say when it is open. */
function ownWords(aspect: Aspect, short: Short): string | undefined {
  const { short: key } = SAID_OF[aspect]
  const text = key === null ? undefined : short[key]
  return aspect === 'hours' && text !== undefined && !HOURS.test(text) ? undefined : text
}

function ofSection(aspect: Aspect, sections: Partial<Record<SectionKey, string>>): string {
  const [key] = SAID_OF[aspect].sections
  const sentences = sentencesOf((key && sections[key]) ?? '')
  // Half a list of papers is a wrong answer: it is said whole, or read under its heading.
  if (aspect === 'papers') return wholeIfShort(sentences.join(' '))
  const telling = aspect === 'hours' ? sentences.filter((sentence) => HOURS.test(sentence)) : sentences
  return (telling.length > 0 ? telling : sentences).slice(0, MOST_SENTENCES).join(' ')
}

function wholeIfShort(text: string): string {
  return text.length <= SHORT_LENGTH.most ? text : ''
}

/** The sentences of a Markdown text, without the marks of its lists. */
function sentencesOf(markdown: string): string[] {
  return markdown
    .split(/\n+/)
    .map((line) => line.trim().replace(/^(?:[-*]|\d{1,3}\.) +/, ''))
    .flatMap((line) => splitSentences(line).map(({ text }) => text))
}
