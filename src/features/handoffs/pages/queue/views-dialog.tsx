import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { QueueView } from '../../../../platform/http/contract.js'
import { MOST_VIEW_NAME, MOST_VIEWS, type QueueFilters, type SavedView } from '../../../../platform/model/saved-view.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { filterWords } from './filter-bar.js'

/** What the dialog is opened for: to keep what is chosen now, or to put the views in order. */
export type ViewsWish = { keep: QueueFilters } | { manage: true }

interface ViewsDialogProps {
  wish: ViewsWish | null
  views: readonly SavedView[]
  departments: QueueView['departments']
  /** @returns whether the server has kept them */
  onKeep: (views: SavedView[]) => Promise<boolean>
  onClose: () => void
}

/** Names, orders and deletes an agent's views. Nothing changes until she says so. */
export function ViewsDialog({ wish, views, departments, onKeep, onClose }: ViewsDialogProps) {
  const { t } = useConsole()
  const dialog = useRef<HTMLDialogElement>(null)
  // Before the effects of what is in it, which may move the focus.
  useLayoutEffect(() => {
    if (wish && !dialog.current?.open) dialog.current?.showModal()
    if (!wish && dialog.current?.open) dialog.current.close()
  }, [wish])
  return (
    <dialog ref={dialog} class="help views-dialog" aria-labelledby="views-title" onClose={onClose}>
      {wish && <Editor key={'keep' in wish ? 'keep' : 'manage'} {...{ wish, views, departments, onKeep, onClose }} />}
      {!wish && (
        <h2 id="views-title" class="visually-hidden">
          {t('queue.views')}
        </h2>
      )}
    </dialog>
  )
}

function Editor({ wish, views, departments, onKeep, onClose }: ViewsDialogProps & { wish: ViewsWish }) {
  const { t } = useConsole()
  const added: SavedView[] =
    'keep' in wish && views.length < MOST_VIEWS
      ? [{ id: crypto.randomUUID(), name: '', filters: wish.keep, isDefault: false }]
      : []
  const [draft, setDraft] = useState<SavedView[]>(() => [...views, ...added])
  const [problem, setProblem] = useState('')
  const change = (at: number, patch: Partial<SavedView>) =>
    setDraft(draft.map((one, index) => (index === at ? { ...one, ...patch } : one)))
  const submit = async (event: Event) => {
    event.preventDefault()
    if (draft.some(({ name }) => name.trim() === '')) return setProblem(t('queue.viewNameMissing'))
    if (await onKeep(draft.map((one) => ({ ...one, name: one.name.trim() })))) onClose()
    else setProblem(t('notice.failed'))
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <div class="help-head">
        <h2 id="views-title">{t('queue.views')}</h2>
        <button type="button" class="button quiet icon-only" onClick={onClose}>
          <Icon name="close" />
          <span class="visually-hidden">{t('close')}</span>
        </button>
      </div>
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
      <p class="field-error" role="alert">
        {problem}
      </p>
      <div class="actions">
        <button type="submit" class="button main">
          {t('queue.viewsSave')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )

  function wordsOf(filters: QueueFilters): string {
    return Object.entries(filters)
      .flatMap(([field, values]) =>
        values.map((value) => filterWords(field as keyof QueueFilters, value, { t, departments })),
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
      <div class="field">
        <label for={`view-${id}`}>{t('queue.viewName')}</label>
        <input
          ref={field}
          id={`view-${id}`}
          type="text"
          maxLength={MOST_VIEW_NAME}
          value={name}
          aria-describedby={`view-words-${id}`}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      <p id={`view-words-${id}`} class="hint">
        {words}
      </p>
      <div class="actions">
        <label class="check">
          <input type="checkbox" checked={isDefault} onChange={onDefault} /> {t('queue.viewDefault')}
        </label>
        <button type="button" class="button quiet" disabled={isFirst} onClick={onUp}>
          {t('queue.viewUp')} <span class="visually-hidden">{name}</span>
        </button>
        <button type="button" class="button quiet" onClick={onDelete}>
          {t('queue.viewDelete')} <span class="visually-hidden">{name}</span>
        </button>
      </div>
    </li>
  )
}

function moved(views: readonly SavedView[], at: number): SavedView[] {
  const next = [...views]
  next.splice(at - 1, 2, ...next.slice(at - 1, at + 1).reverse())
  return next
}
