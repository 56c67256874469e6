import type { SayHere } from '../../../platform/model/say.js'
import { blocksToText } from '../../../platform/text/rich-links.js'
import type { Answer } from '../model/entry.js'

/**
 * An answer as a few lines that an agent sends in her own message: what is essential, where it comes from, and the address of its sheet.
 * @param say in the language of the answer
 * @param sheet whole address of its sheet
 */
export function shortAnswer({ summary, sections, source }: Answer, say: SayHere, sheet: string): string {
  const brief = blocksToText(sections.find(({ key, language }) => key === 'brief' && !language)?.blocks ?? [])
  const from = say('reply.source', { source: source.name })
  return [brief || summary, '', from, say('reply.sheet', { url: sheet })].join('\n')
}
