import type { Answer } from '../../../features/entries/model/entry.js'
import { directionOf } from '../../../platform/model/language.js'
import { writeMarks } from '../../kit/sheet-marks.js'
import type { Chat, ChatProps } from '../chat.js'
import { Icon } from '../icon.js'
import { extraWords } from './extra-words.js'
import { markedPapers } from './papers-list.js'

/**
 * The printable sheet of an answer: a page of the server, which phones print better than a part of another page. What is marked here goes after
 * the `#`, which no server is sent.
 */
export function SheetLink({ chat, answer }: ChatProps & { answer: Answer }) {
  const { t, language } = chat
  return (
    <a
      class="button"
      lang={language}
      dir={directionOf(language)}
      href={sheetAddress(chat, answer)}
      target="_blank"
      rel="noopener noreferrer"
    >
      {extraWords(language)('sheetLink')}
      <Icon name="out" />
      <span class="hidden"> {t('newTab')}</span>
    </a>
  )
}

/** The address of the sheet that shows what the card shows, beside this script as the whole server is. */
export function sheetAddress({ state, language }: Pick<Chat, 'state' | 'language'>, answer: Answer): string {
  const { commune, simple, papers, handoff } = state
  const isSimple = simple && answer.simple !== null
  const address = new URL(`../../fiche/${answer.entryId}`, import.meta.url)
  if (commune) address.searchParams.set('commune', commune.id)
  address.searchParams.set('langue', language)
  if (isSimple) address.searchParams.set('version', 'simple')
  const { shown, have, total } = markedPapers(answer, papers)
  return (
    address.href +
    writeMarks({ ...(shown && !isSimple && { have, total }), reference: handoff?.reference ?? undefined })
  )
}
