import type { Entry } from '../../features/entries/model/entry.js'
import { frenchTypography } from '../../features/entries/render/typography.js'
import type { Guide, GuideEnd } from '../../features/guides/guide.js'
import { hearAnswers } from './hear-answers.js'

/** A guide for who asks it without a conversation: its questions, what the citizen's words already answer, and where the answers lead. */
export interface GuideDescription {
  id: string
  title: string
  questions: {
    slot: string
    text: string
    help?: string
    choices: { value: string; label: string }[]
    /** What was heard; `null` when it must be asked. */
    heard: string | null
  }[]
  branches: (DescribedEnd & { when: Record<string, string[]> })[]
  otherwise: DescribedEnd
}

interface DescribedEnd {
  entry: { id: string; title: string }
  /** Markdown. */
  note?: string
}

/** Describes a guide after a question in words. */
export function describeGuide(guide: Guide, words: string, entries: ReadonlyMap<string, Entry>): GuideDescription {
  const heard = { ...guide.given, ...hearAnswers(guide, words, null).values }
  const toEnd = ({ entryId, note }: GuideEnd): DescribedEnd => ({
    entry: { id: entryId, title: frenchTypography(entries.get(entryId)?.title ?? '') },
    ...(note === undefined ? {} : { note: frenchTypography(note) }),
  })
  return {
    id: guide.id,
    title: frenchTypography(guide.title),
    questions: guide.questions.map(({ slot, text, help, choices }) => ({
      slot,
      text: frenchTypography(text),
      ...(help === undefined ? {} : { help: frenchTypography(help) }),
      choices: choices.map(({ value, label }) => ({ value, label: frenchTypography(label) })),
      heard: heard[slot] ?? null,
    })),
    branches: guide.branches.map((branch) => ({
      when: Object.fromEntries(Object.entries(branch.when).map(([slot, values]) => [slot, [...values]])),
      ...toEnd(branch),
    })),
    otherwise: toEnd(guide.otherwise),
  }
}
