import type { RefObject } from 'preact'
import { directionOf, type Language } from '../../platform/model/language.js'
import type { ChatProps } from './chat.js'
import { Composer } from './composer.js'
import { EMPTY_DRAFT } from './empty-draft.js'
import { Extra } from './extra.js'
import { Header } from './header.js'
import { LiveRegion } from './live-region.js'
import { MessageList } from './message-list.js'
import type { PanelState } from './panel-state.js'
import { Part } from './part.js'

interface PanelProps extends ChatProps {
  panel: PanelState
  onChange: (change: Partial<PanelState>) => void
  onLanguage: (language: Language) => void
  /** The parts by which a language is chosen, once they are there. */
  languages: typeof import('./extras/language-menu.js') | null
  /** Whether she has chosen a language herself. */
  chosen: boolean
  dialog: RefObject<HTMLDialogElement | null>
}

/** The dialog: beside the page on a desk, over the whole of it on a phone. */
export function Panel({ chat, panel, onChange, onLanguage, languages, chosen, dialog }: PanelProps) {
  const { state, t, language } = chat
  // Where she writes, so that what she reads stays in its place.
  const trouble = (state.lost || state.refusal) && <p class="banner">{state.refusal || t('lost')}</p>
  return (
    <dialog ref={dialog} id="panel" lang={language} dir={directionOf(language)} aria-labelledby="title">
      <Header
        chat={chat}
        menu={panel.menu}
        choosing={panel.choosing}
        languages={languages}
        onChange={onChange}
        onLanguage={onLanguage}
      />
      {chat.comfort && <chat.comfort.SpeechBar chat={chat} open={panel.open} />}
      {panel.open && state.availability?.alert && <Part pick={({ AlertBanner }) => AlertBanner} props={{ chat }} />}
      {panel.erasing && (
        <Part
          pick={({ EraseQuestion }) => EraseQuestion}
          props={{
            chat,
            onDone: () => onChange({ erasing: false }),
            onErased: () => onChange({ draft: EMPTY_DRAFT, callback: null, view: 'chat' }),
          }}
        />
      )}
      {panel.view !== 'chat' && trouble}
      {panel.view === 'form' ? (
        <Part pick={({ ContactForm }) => ContactForm} props={{ chat, draft: panel.draft, onChange }} />
      ) : panel.view !== 'chat' ? (
        <Extra key={panel.view} name={panel.view} chat={chat} panel={panel} onChange={onChange} />
      ) : (
        <>
          <MessageList chat={chat}>
            {languages && !chosen && <languages.LanguageProposal chat={chat} onLanguage={onLanguage} />}
          </MessageList>
          {trouble}
          <Composer chat={chat} />
        </>
      )}
      <LiveRegion chat={chat} />
    </dialog>
  )
}
