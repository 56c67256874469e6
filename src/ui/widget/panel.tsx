import type { RefObject } from 'preact'
import { directionOf, type Language } from '../../platform/model/language.js'
import { Button } from './button.js'
import type { ChatProps, PanelState } from './chat.js'
import { Composer } from './composer.js'
import { EMPTY_DRAFT } from './empty-draft.js'
import type { ExtraProps } from './extra-props.js'
import { MessageList } from './message-list.js'
import { Part, type PickPart } from './part.js'
import { isLive } from './state-questions.js'

/** Parts that take the place of the conversation. */
const PARTS = {
  callback: ({ CallbackForm }) => CallbackForm,
  trace: ({ KeepTrace }) => KeepTrace,
} satisfies Record<string, PickPart<ExtraProps>>

/** Shows one of them, or that it cannot be loaded, with the way back. */
function Extra({ name, ...props }: ExtraProps & { name: keyof typeof PARTS }) {
  const { chat, onChange } = props
  const lost = (
    <p class="contact" role="alert">
      {chat.t('loadFailed')} <Button onClick={() => onChange({ view: 'chat' })}>{chat.t('back')}</Button>
    </p>
  )
  return <Part pick={PARTS[name]} props={props} lost={lost} />
}

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

/** The only live region: screen readers hear each new message once, never the history. */
function LiveRegion({ chat: { state } }: ChatProps) {
  const { id, text } = state.announcement
  return (
    <div class="hidden" role="status">
      <p key={id}>{text}</p>
    </div>
  )
}

interface HeaderProps extends ChatProps {
  menu: boolean
  choosing: boolean
  onChange: (change: Partial<PanelState>) => void
  /** The languages, once they have been asked for. */
  languages: typeof import('./extras/language-menu.js') | null
  onLanguage: (language: Language) => void
}

/** One line: who speaks, for which town; the way to a person; and the menu, which has the rest. */
function Header({ chat, menu, choosing, languages, onChange, onLanguage }: HeaderProps) {
  const { state, t, callAgent } = chat
  const { handoff, availability, commune, resuming } = state
  const assistant = t('assistant')
  return (
    <header>
      <div id="title">
        <p>
          {handoff ? (
            <Part pick={({ Speaker }) => Speaker} props={{ chat, handoff }} lost={assistant} />
          ) : (
            // Who speaks in a conversation begun before is known once it is read.
            resuming || assistant
          )}
        </p>
        <h2>{commune?.name}</h2>
      </div>
      {!isLive(handoff) && (
        <Button class="person" onClick={callAgent}>
          {t(availability?.canTalk === false ? 'leaveMessage' : 'human')}
        </Button>
      )}
      <Button
        class="square"
        icon="menu"
        aria-expanded={menu || choosing}
        aria-controls={choosing ? 'languages' : 'menu'}
        aria-label={t('menu')}
        onClick={() => onChange({ menu: !menu && !choosing, choosing: false })}
      />
      <Button class="square" icon="close" aria-label={t('close')} onClick={() => onChange({ open: false })} />
      {languages && <languages.LanguageMenu chat={chat} open={choosing} onChange={onChange} onLanguage={onLanguage} />}
      <ul id="menu" hidden={!menu}>
        {menu && <Part pick={({ Options }) => Options} props={{ chat, onChange }} lost={<li>{t('loadFailed')}</li>} />}
      </ul>
    </header>
  )
}
