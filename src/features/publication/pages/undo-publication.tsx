import { useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { plural, type Translate } from '../../../ui/kit/console-words.js'
import { ActMessage } from '../../../ui/kit/form.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { publicationRoutes, type UndoneView } from '../contract.js'

interface Props {
  api: StaffApi
  t: Translate
  language: StaffLanguage
  /** Of the publication. */
  id: string
  onUndone?: () => void
}

/** Brings back, in one press, what was served before a publication; then says so in its place. */
export function UndoPublication({ api, t, language, id, onUndone }: Props) {
  const [undone, setUndone] = useState<UndoneView | null>(null)
  const { problem, isBusy, run } = useAct(t('admin.undo.failed'))
  const undo = () =>
    run(async () => {
      setUndone(await api.ask(publicationRoutes.undo, { params: { id } }))
      onUndone?.()
    })
  return (
    <>
      <ActMessage done={undone && undoneInWords(undone, t, language)} problem={problem} />
      {!undone && <Button label={t('admin.undo')} isOff={isBusy} onClick={() => void undo()} />}
    </>
  )
}

function undoneInWords({ undone, kept }: UndoneView, t: Translate, language: StaffLanguage): string {
  const done = undone.length > 0 ? plural(t, language, 'admin.undo.done', undone.length) : ''
  const left = kept.map(({ title }) => title).join(', ')
  return [done, left && t('admin.undo.kept', { titles: left })].filter(Boolean).join(' ')
}
