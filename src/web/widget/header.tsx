import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { Later } from './later.js'
import type { PanelState } from './panel-state.js'

interface HeaderProps extends ChatProps {
  menu: boolean
  onChange: (change: Partial<PanelState>) => void
  onLanguage: () => void
}

const loadOption = () => import('./extras/suggestions.js').then(({ SuggestionOption }) => SuggestionOption)

/** Who speaks, for which town, and the options. */
export function Header({ chat, menu, onChange, onLanguage }: HeaderProps) {
  const { session, state, t, language } = chat
  const option = (label: string, act: () => void, lang?: string) => (
    <li>
      <Button
        class="option"
        lang={lang}
        onClick={() => {
          onChange({ menu: false })
          chat.focusComposer()
          act()
        }}
      >
        {label}
      </Button>
    </li>
  )
  const begun = state.messages.length > 0
  return (
    <header>
      <div id="title">
        <p>{t('assistant')}</p>
        <h2>{state.commune?.name}</h2>
      </div>
      <Button
        class="square"
        icon="menu"
        aria-expanded={menu}
        aria-controls="menu"
        aria-label={t('menu')}
        onClick={() => onChange({ menu: !menu })}
      />
      <Button class="square" icon="close" aria-label={t('close')} onClick={() => onChange({ open: false })} />
      <ul id="menu" hidden={!menu}>
        {option(t('language'), onLanguage, language === 'fr' ? 'en' : 'fr')}
        {option(t(state.simple ? 'full' : 'simple'), () => session.setSimple(!state.simple))}
        {begun && option(t('keepTrace'), () => onChange({ view: 'trace' }))}
        {begun && !state.closed && option(t('end'), () => void session.stop('close'))}
        {begun && option(t('erase'), () => onChange({ erasing: true }))}
        {menu && <Later load={loadOption} props={{ chat, onChange }} />}
      </ul>
    </header>
  )
}
