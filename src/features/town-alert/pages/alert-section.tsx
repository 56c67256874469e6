import { useEffect, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import type { Translate, WordKey } from '../../../ui/kit/console-words.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { useUnsaved } from '../../../ui/kit/leave-guard.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { type AlertAdminView, alertRoutes } from '../contract.js'
import { type AlertDraft, draftOf, toRequest } from './alert-draft.js'
import { AlertForm } from './alert-form.js'

interface Props {
  api: StaffApi
  t: Translate
  language: StaffLanguage
}

/** What the commune announces to everyone who opens the chat: where it stands, the form, the preview, who did what. */
export function AlertSection({ api, t, language }: Props) {
  const [view, setView] = useState<AlertAdminView | null>(null)
  const [draft, setDraft] = useState<AlertDraft | null>(null)
  const [begun, setBegun] = useState<AlertDraft | null>(null)
  useUnsaved(draft, begun, language)
  const [done, setDone] = useState<WordKey | null>(null)
  const { isBusy, problem, run } = useAct(t('admin.alert.unread'))
  const follow = (read: () => Promise<AlertAdminView>, words: WordKey | null) =>
    run(async () => {
      setDone(null)
      const next = await read()
      setView(next)
      const fresh = draftOf(next.alert, new Date())
      setDraft(fresh)
      setBegun(fresh)
      setDone(words)
    })
  useEffect(() => void follow(() => api.ask(alertRoutes.read), null), [api])
  return (
    <Sheet id="alert" title={t('admin.alert')} hint={t('admin.alert.intro')}>
      <ActMessage problem={problem} />
      {view && <Standing t={t} language={language} view={view} />}
      <p role="status">{done && t(done)}</p>
      {view && draft && (
        <AlertForm
          t={t}
          draft={draft}
          entries={view.entries}
          onChange={(change) => setDraft({ ...draft, ...change })}
          onSubmit={() =>
            void follow(() => api.ask(alertRoutes.announce, { body: toRequest(draft) }), 'admin.alert.saved')
          }
        >
          <Preview t={t} draft={draft} />
          <div class="actions">
            <Button type="submit" look="main" label={t('admin.alert.publish')} isOff={isBusy} />
            {/* Not `disabled`, nor taken away: the focus would be lost once it has been pressed. */}
            <Button
              label={t('admin.alert.withdraw')}
              isOff={isBusy || !view.alert}
              onClick={() => view.alert && void follow(() => api.ask(alertRoutes.withdraw), 'admin.alert.removed')}
            />
          </div>
        </AlertForm>
      )}
      {view && <History t={t} language={language} history={view.history} />}
    </Sheet>
  )
}

function Standing({ t, language, view: { alert, state } }: Omit<Props, 'api'> & { view: AlertAdminView }) {
  const moment = (iso: string | undefined) => (iso ? momentInWords(iso, language, new Date()) : '')
  const words = t(`admin.alert.${state}`, { from: moment(alert?.from), to: moment(alert?.to) })
  return <p class={state === 'shown' ? 'bad' : 'standing'}>{words}</p>
}

function Preview({ t, draft: { level, fr, en, linkLabel } }: { t: Translate; draft: AlertDraft }) {
  return (
    <figure class={`alert-preview ${level}`}>
      <figcaption>{t('admin.alert.preview')}</figcaption>
      <p lang="fr">{fr}</p>
      {en && <p lang="en">{en}</p>}
      {linkLabel && (
        <p lang="fr">
          <u>{linkLabel}</u>
        </p>
      )}
    </figure>
  )
}

function History({ t, language, history }: Omit<Props, 'api'> & { history: AlertAdminView['history'] }) {
  if (history.length === 0) return null
  return (
    <details>
      <summary>{t('admin.alert.history')}</summary>
      <ul>
        {history.map(({ at, by, alert }) => {
          const values = { moment: momentInWords(at, language, new Date()), by, text: alert?.text.fr ?? '' }
          return <li key={`${at} ${by}`}>{t(alert ? 'admin.alert.put' : 'admin.alert.taken', values)}</li>
        })}
      </ul>
    </details>
  )
}
