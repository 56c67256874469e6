import type { Entry } from '../../platform/model/entry.js'
import type { FailureRemedy } from '../../platform/model/failure.js'
import { blocksToText } from '../../platform/text/rich-links.js'
import { analyse } from '../../search/french-analyser.js'
import { splitSentences } from '../entries/lint/lint-sentence.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import type { SentencePlace } from './contract.js'

type Sentence = NonNullable<FailureRemedy['sentence']>

/** Longest short answer, in characters. */
const MOST_SUMMARY = 300
/** A sentence of fewer words that carry meaning greets, or thanks. */
const LEAST_STEMS = 3
/** An entry that has so many of a sentence's words says it already. */
const SAID = 0.8

/** The sentences of an answer that an entry does not say yet, in their order; empty where it says them all. Pure. */
export function missingFrom(answer: string, entry: Entry): string {
  const known = new Set(analyse(textOf(entry)))
  return splitSentences(answer.replace(/\s+/g, ' '))
    .filter(({ text }) => {
      const stems = new Set(analyse(text))
      const said = [...stems].filter((stem) => known.has(stem)).length
      return stems.size >= LEAST_STEMS && said < SAID * stems.size
    })
    .map(({ text }) => text)
    .join(' ')
}

function textOf({ title, summary, short = {}, sections, simple, quoted = [] }: Entry): string {
  const parts = quoted.flatMap((part) => [part.title, blocksToText(part.blocks)])
  return [title, summary, ...Object.values(short), ...Object.values(sections), simple ?? '', ...parts].join('\n')
}

/**
 * A content with a sentence more where a curator wants it; in the first section where the short answer has no room for it, or is not the town's to write.
 * Pure; the same object where it stands there already.
 */
export function withSentence(
  content: EntryContent,
  { text, place }: { text: string; place: SentencePlace },
  isQuoting: boolean,
): { content: EntryContent; sentence: Sentence } {
  const added = text.trim().replace(/\s+/g, ' ')
  const { summary } = content
  const isShort =
    place === 'summary' && !isQuoting && (summary.includes(added) || summary.length + added.length < MOST_SUMMARY)
  const key = place === 'summary' ? 'brief' : place
  const field = isShort ? 'summary' : `sections.${key}`
  const former = isShort ? summary : content.sections[key]
  const sentence = { field, text: added }
  if (former.includes(added)) return { content, sentence }
  const next = [former.trimEnd(), added].filter((part) => part !== '').join(isShort ? ' ' : '\n\n')
  return { content: withField(content, field, next), sentence }
}

/** A content without a sentence that was added to it, as far as it still stands there. Pure. */
export function withoutSentence(content: EntryContent, { field, text }: Sentence): EntryContent {
  const former =
    field === 'summary'
      ? content.summary
      : Object.entries(content.sections).find(([key]) => field === `sections.${key}`)?.[1]
  const at = former?.lastIndexOf(text) ?? -1
  if (former === undefined || at < 0) return content
  return withField(content, field, (former.slice(0, at).trimEnd() + former.slice(at + text.length)).trim())
}

function withField(content: EntryContent, field: string, text: string): EntryContent {
  if (field === 'summary') return { ...content, summary: text }
  return { ...content, sections: { ...content.sections, [field.slice('sections.'.length)]: text } }
}
