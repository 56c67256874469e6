import '../kit.css'
import './demonstration.css'
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../button.js'
import { PageHead, Sheet } from '../sheet.js'
import { KitContext, kitWords, useKitWords } from './kit-words.js'
import { Buttons, Charts, Dialogs, Facts, Progresses, Tables, Toasts } from './parts.js'
import { Forms, Lists } from './services.js'

const THEMES = ['system', 'light', 'dark'] as const

const place = document.getElementById('kit')
if (place) render(<KitPage />, place)

/** Every component of the kit in every state, in the colours and the language that are chosen here. */
function KitPage() {
  const [language, setLanguage] = useState<StaffLanguage>(navigator.language.startsWith('fr') ? 'fr' : 'en')
  const words = kitWords(language)
  const { say } = words
  useEffect(() => {
    document.documentElement.lang = language
    document.title = say('title')
  }, [language, say])
  return (
    <KitContext.Provider value={words}>
      <main class="kit-page">
        <PageHead title={say('title')} intro={say('intro')}>
          <ThemeChoice />
          <Button
            label={say('language')}
            lang={language === 'fr' ? 'en' : 'fr'}
            onClick={() => setLanguage(language === 'fr' ? 'en' : 'fr')}
          />
        </PageHead>
        <Sheet id="buttons" title={say('buttons')}>
          <Buttons />
        </Sheet>
        <Forms />
        <Lists />
        <Sheet id="table" title={say('table')}>
          <Tables />
        </Sheet>
        <Dialogs />
        <Toasts />
        <Progresses />
        <Charts />
        <Facts />
      </main>
    </KitContext.Provider>
  )
}

/** The colours of the computer, or others: of this page alone. */
function ThemeChoice() {
  const { say } = useKitWords()
  const [chosen, setChosen] = useState<(typeof THEMES)[number]>('system')
  const choose = (theme: (typeof THEMES)[number]) => {
    setChosen(theme)
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }
  return (
    <fieldset class="actions">
      <legend>{say('theme')}</legend>
      {THEMES.map((theme) => (
        <label key={theme} class="check">
          <input type="radio" name="theme" checked={chosen === theme} onChange={() => choose(theme)} />
          {say(`theme.${theme}`)}
        </label>
      ))}
    </fieldset>
  )
}
