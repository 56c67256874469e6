import { useEffect, useRef, useState } from 'preact/hooks'
import { MOST_VIEW_NAME, MOST_VIEWS, type QueueFilters, type SavedView } from '../../../../platform/model/saved-view.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Dialog } from '../../../../ui/kit/dialog.js'
import { CheckField, TextField } from '../../../../ui/kit/field.js'
import { Form } from '../../../../ui/kit/form.js'
import type { Communes } from './communes.js'
import { filterWords } from './filter-bar.js'

/** What the dialog is opened for: to keep what is chosen now, or to put the views in order. */
export type ViewsWish = { keep: QueueFilters } | { manage: true }

interface ViewsDialogProps {
  wish: ViewsWish | null
  views: readonly SavedView[]
  communes: Communes
  /** @returns whether the server has kept them */
  onKeep: (views: SavedView[]) => Promise<boolean>
  onClose: () => void
}

/** Names, orders and deletes an agent's views. Nothing changes until she says so. */
export function ViewsDialog({ wish, views, communes, onKeep, onClose }: ViewsDialogProps) {
  const { t } = useConsole()
  return (
    <Dialog class="views-dialog" title={t('queue.views')} close={t('close')} isOpen={wish !== null} onClose={onClose}>
      {wish && <Editor key={'keep' in wish ? 'keep' : 'manage'} {...{ wish, views, communes, onKeep, onClose }} />}
    </Dialog>
  )
}

function Editor({ wish, views, communes, onKeep, onClose }: ViewsDialogProps & { wish: ViewsWish }) {
  const { t } = useConsole()
  const added: SavedView[] =
    'keep' in wish && views.length < MOST_VIEWS
      ? [{ id: crypto.randomUUID(), name: '', filters: wish.keep, isDefault: false }]
      : []
  const [draft, setDraft] = useState<SavedView[]>(() => [...views, ...added])
  const [problem, setProblem] = useState('')
  const change = (at: number, patch: Partial<SavedView>) =>
    setDraft(draft.map((one, index) => (index === at ? { ...one, ...patch } : one)))
  const submit = async () => {
    if (draft.some(({ name }) => name.trim() === '')) return setProblem(t('queue.viewNameMissing'))
    if (await onKeep(draft.map((one) => ({ ...one, name: one.name.trim() })))) onClose()
    else setProblem(t('notice.failed'))
  }
  return (
    <Form
      submit={t('queue.viewsSave')}
      cancel={t('cancel')}
      said={{ problem }}
      onSubmit={submit}
      onCancel={onClose}
      class=""
    >
      <p class="hint">{t('queue.viewsIntro', { count: MOST_VIEWS })}</p>
      {'keep' in wish && added.length === 0 && <p class="field-error">{t('queue.viewsFull', { count: MOST_VIEWS })}</p>}
      <ol class="view-list">
        {draft.map((view, at) => (
          <ViewItem
            key={view.id}
            view={view}
            words={wordsOf(view.filters)}
            isFirst={at === 0}
            onChange={(patch) => change(at, patch)}
            onDefault={() =>
              setDraft(draft.map((one, index) => ({ ...one, isDefault: index === at && !view.isDefault })))
            }
            onUp={() => setDraft(moved(draft, at))}
            onDelete={() => setDraft(draft.filter((_, index) => index !== at))}
          />
        ))}
      </ol>
      {draft.length === 0 && <p class="empty">{t('queue.viewsNone')}</p>}
    </Form>
  )

  function wordsOf(filters: QueueFilters): string {
    return Object.entries(filters)
      .flatMap(([field, values]) =>
        values.map((value) => filterWords(field as keyof QueueFilters, value, { t, communes })),
      )
      .join(' · ')
  }
}

interface ViewItemProps {
  view: SavedView
  words: string
  isFirst: boolean
  onChange: (patch: Partial<SavedView>) => void
  onDefault: () => void
  onUp: () => void
  onDelete: () => void
}

function ViewItem({
  view: { id, name, isDefault },
  words,
  isFirst,
  onChange,
  onDefault,
  onUp,
  onDelete,
}: ViewItemProps) {
  const { t } = useConsole()
  const field = useRef<HTMLInputElement>(null)
  const isNew = useRef(name === '')
  useEffect(() => {
    if (isNew.current) field.current?.focus()
  }, [])
  return (
    <li>
      <TextField
        id={`view-${id}`}
        label={t('queue.viewName')}
        value={name}
        describedBy={`view-words-${id}`}
        input={field}
        maxLength={MOST_VIEW_NAME}
        onValue={(value) => onChange({ name: value })}
      />
      <p id={`view-words-${id}`} class="hint">
        {words}
      </p>
      <div class="actions">
        <CheckField label={t('queue.viewDefault')} isChecked={isDefault} onCheck={onDefault} />
        <Button look="quiet" label={t('queue.viewUp')} about={name} disabled={isFirst} onClick={onUp} />
        <Button look="quiet" label={t('queue.viewDelete')} about={name} onClick={onDelete} />
      </div>
    </li>
  )
}

function moved(views: readonly SavedView[], at: number): SavedView[] {
  const next = [...views]
  next.splice(at - 1, 2, ...next.slice(at - 1, at + 1).reverse())
  return next
}
