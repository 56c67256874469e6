import type { Answer } from '../../../platform/model/entry.js'
import type { SayHere } from '../../../platform/model/say.js'
import { blocksToText } from '../../../platform/text/rich-links.js'

/** What is essential of an answer, in a sentence or two. */
export function essentialOf({ summary, sections }: Answer): string {
  return blocksToText(sections.find(({ key, language }) => key === 'brief' && !language)?.blocks ?? []) || summary
}

/**
 * An answer as a few lines that an agent sends in her own message: what is essential, where it comes from, and the address of its sheet.
 * @param say in the language of the answer
 * @param sheet whole address of its sheet
 */
export function shortAnswer(answer: Answer, say: SayHere, sheet: string): string {
  const from = say('reply.source', { source: answer.source.name })
  const booking = answer.appointment ? [say('transcript.link', { ...answer.appointment })] : []
  return [essentialOf(answer), '', ...booking, from, say('reply.sheet', { url: sheet })].join('\n')
}
