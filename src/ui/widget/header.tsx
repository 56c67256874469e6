import type { Language } from '../../platform/model/language.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import type { PanelState } from './panel-state.js'
import { Part } from './part.js'
import { isLive } from './state-questions.js'

interface HeaderProps extends ChatProps {
  menu: boolean
  choosing: boolean
  onChange: (change: Partial<PanelState>) => void
  /** The languages, once they have been asked for. */
  languages: typeof import('./extras/language-menu.js') | null
  onLanguage: (language: Language) => void
}

/** One line: who speaks, for which town; the way to a person; and the menu, which has the rest. */
export function Header({ chat, menu, choosing, languages, onChange, onLanguage }: HeaderProps) {
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
