import { useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { type StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { isGrave, signalInWords } from '../../../ui/kit/turn-in-words.js'
import { type ScreenView, screenRoutes } from '../contract.js'

/** Texts to try, none of them anybody's: numbers kept for fiction, and keys that are right so that they are recognised. */
export const SCREEN_EXAMPLES = [
  { name: 'phone', example: 'Rappelez-moi au 06 39 98 12 34 après 18 h.' },
  { name: 'email', example: 'Écrivez-moi à claude.martin@example.org.' },
  { name: 'nir', example: 'Mon numéro de sécu est le 2 69 05 49 588 157 80.' },
  { name: 'iban', example: 'Voici mon RIB : FR76 3000 6000 0112 3456 7890 189.' },
  { name: 'plate', example: 'Ma voiture AB-123-CD est à la fourrière.' },
  { name: 'address', example: 'J’habite 12 rue des Lilas, quel est mon bureau de vote ?' },
  { name: 'card', example: 'Je paie avec la carte 4970 1000 0000 0006.' },
  { name: 'danger', example: 'jsais pas ou dormir ce soir' },
] as const

interface Props {
  api: StaffApi
  t: Translate
  language: StaffLanguage
}

/** Longest text that is tried: that of a citizen's message. */
const MAX_LENGTH = 2000

/** Tries a text: what would be stored of it, and what the assistant notices. */
export function ScreenSection({ api, t, language }: Props) {
  const [text, setText] = useState('')
  const { view, problem, tryText } = useScreening(api)
  return (
    <Sheet id="screen" title={t('admin.screen')} hint={t('admin.screen.intro')}>
      <p class="hint">{t('admin.screen.limit')}</p>
      <form
        class="alert-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void tryText(text)
        }}
      >
        <div class="field">
          <label for="screen-text">{t('admin.screen.text')}</label>
          <textarea
            id="screen-text"
            rows={3}
            maxLength={MAX_LENGTH}
            autocomplete="off"
            value={text}
            aria-describedby="screen-problem"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <p role="alert" class="field-error" id="screen-problem">
          {problem !== null && (problem || t('admin.screen.failed'))}
        </p>
        <fieldset>
          <legend>{t('admin.screen.examples')}</legend>
          {SCREEN_EXAMPLES.map(({ name, example }) => (
            <Button
              key={name}
              label={t(`admin.screen.example.${name}`)}
              onClick={() => {
                setText(example)
                void tryText(example)
              }}
            />
          ))}
        </fieldset>
        <div class="actions">
          <Button type="submit" look="main" label={t('admin.screen.try')} />
        </div>
      </form>
      <div role="status">{view && <Screened t={t} language={language} view={view} />}</div>
    </Sheet>
  )
}

/** What came of the last text that was tried. `problem`: the server's sentence, or an empty one when it said nothing. */
function useScreening(api: StaffApi) {
  const [view, setView] = useState<ScreenView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const tryText = async (text: string) => {
    setProblem(null)
    try {
      setView(await api.ask(screenRoutes.screen, { body: { text } }))
    } catch (error) {
      setView(null)
      setProblem(sentenceOf(error))
    }
  }
  return { view, problem, tryText }
}

function Screened({ t, language, view }: Omit<Props, 'api'> & { view: ScreenView }) {
  const spoken = new Intl.DisplayNames(language, { type: 'language' }).of(view.language)
  return (
    <dl class="parts">
      <div>
        <dt>{t('admin.screen.stored')}</dt>
        <dd class="stored" lang={view.language} dir="auto">
          {view.stored}
        </dd>
      </div>
      <Named label={t('admin.screen.masked')} names={view.masked} t={t} />
      <Named label={t('admin.screen.signals')} names={view.signals} t={t} />
      <div>
        <dt>{t('admin.screen.language')}</dt>
        <dd>{spoken}</dd>
      </div>
    </dl>
  )
}

function Named({ label, names, t }: { label: string; names: string[]; t: Translate }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {names.length === 0 && t('admin.screen.nothing')}
        {names.map((name) => (
          <p key={name} class={isGrave(name) ? 'bad' : ''}>
            {signalInWords(name, t)}
          </p>
        ))}
      </dd>
    </div>
  )
}
