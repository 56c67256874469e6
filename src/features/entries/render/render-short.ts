import { blocksToText } from '../../../platform/text/rich-text.js'
import type { Answer, Entry } from '../model/entry.js'
import { renderAnswer } from './render-answer.js'
import { renderWords, type WordsPlace } from './render-translation.js'
import type { ShortAnswer } from './translation-of.js'

/** The French answer of an entry under the title and the summary of its short translation: the sections keep their language, and say it. */
export function renderShort(entry: Entry, row: ShortAnswer, place: WordsPlace): Answer {
  const { say, language } = place
  const french = renderAnswer(entry, place.commune)
  return {
    ...french,
    title: row.title,
    summary: blocksToText(renderWords(row.summary, place)),
    sections: french.sections.map((section) => ({
      ...section,
      title: section.quoted ? section.title : say(`section.${section.key}`),
      language: 'fr' as const,
    })),
    // What is simplified is French.
    simple: null,
    language,
    translation: say('translation.short'),
  }
}
