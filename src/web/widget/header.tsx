import type { Language } from '../../domain/language.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import type { PanelState } from './panel-state.js'
import { Part } from './part.js'

interface HeaderProps extends ChatProps {
  menu: boolean
  choosing: boolean
  onChange: (change: Partial<PanelState>) => void
  /** The menu of languages, once it has been asked for. */
  languages: typeof import('./extras/language-menu.js') | null
  onLanguage: (language: Language) => void
}

/** Who speaks, for which town, and the options. */
export function Header({ chat, menu, choosing, languages, onChange, onLanguage }: HeaderProps) {
  const { state, t } = chat
  return (
    <header>
      <div id="title">
        <p>{t('assistant')}</p>
        <h2>{state.commune?.name}</h2>
      </div>
      <Button
        class="square"
        icon="globe"
        aria-expanded={choosing}
        aria-controls="languages"
        aria-label={t('language')}
        onClick={() => onChange({ choosing: !choosing, menu: false })}
      />
      {languages && <languages.LanguageMenu chat={chat} open={choosing} onChange={onChange} onLanguage={onLanguage} />}
      <Button
        class="square"
        icon="menu"
        aria-expanded={menu}
        aria-controls="menu"
        aria-label={t('menu')}
        onClick={() => onChange({ menu: !menu, choosing: false })}
      />
      <Button class="square" icon="close" aria-label={t('close')} onClick={() => onChange({ open: false })} />
      <ul id="menu" hidden={!menu}>
        {menu && <Part pick={({ Options }) => Options} props={{ chat, onChange }} lost={<li>{t('loadFailed')}</li>} />}
      </ul>
    </header>
  )
}
