import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { MOST_VIEW_NAME, MOST_VIEWS, type QueueFilters, type SavedView } from '../../../../platform/model/saved-view.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural } from '../../../../ui/kit/console-words.js'
import { CheckField, TextField } from '../../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { Form } from '../../../../ui/kit/form.js'
import { handoffRoutes, type QueueView } from '../../contract.js'
import { countFitting, isSameChoice } from './queue-filters.js'

/** Keeps an agent's views. @returns whether the server has kept them */
type Keep = (views: SavedView[]) => Promise<boolean>

/** An agent's own views: read once, and kept on the server at each change. */
export function useViews(session: AgentConsole, onRead: (views: SavedView[]) => void) {
  const [views, setViews] = useState<SavedView[]>([])
  const told = useRef(onRead)
  told.current = onRead
  useEffect(() => {
    session.api.ask(handoffRoutes.views).then(
      (read) => {
        setViews(read.views)
        told.current(read.views)
      },
      // Views are a comfort: without them, the whole queue shows.
      () => {},
    )
  }, [session])
  const keep: Keep = useCallback(
    async (next) => {
      try {
        setViews((await session.api.ask(handoffRoutes.saveViews, { body: { views: next } })).views)
        return true
      } catch {
        return false
      }
    },
    [session],
  )
  return { views, keep }
}

interface ViewsBarProps {
  queue: QueueView
  views: readonly SavedView[]
  filters: QueueFilters
  onChange: (filters: QueueFilters) => void
}

/** The agent's own views, each with how many open requests are in it; nothing until she has kept one. */
export function ViewsBar({ queue, views, filters, onChange }: ViewsBarProps) {
  const { t, language } = useConsole()
  if (views.length === 0) return null
  const all = { id: 'all', name: t('queue.viewAll'), filters: {} }
  return (
    <nav class="views" aria-label={t('queue.views')}>
      <ul class="chips">
        {[all, ...views].map(({ id, name, filters: own }) => {
          const on = isSameChoice(own, filters)
          const count = countFitting(queue, own)
          return (
            <li key={id}>
              <button
                type="button"
                class={on ? 'chip on' : 'chip'}
                aria-current={on ? 'true' : undefined}
                onClick={() => onChange(own)}
              >
                {name} <span aria-hidden="true">{count}</span>
                <span class="visually-hidden">{plural(t, language, 'queue.count', count)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

interface ViewFormProps {
  views: SavedView[]
  /** What is chosen now: what is kept under a name, or the view that is changed. */
  filters: QueueFilters
  onKeep: Keep
}

/** Keeps what is chosen under a name; of what has one, changes it, moves it up or takes it away. */
export function ViewMenu({ views, filters, onKeep }: ViewFormProps) {
  const { t } = useConsole()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const own = views.find((one) => isSameChoice(one.filters, filters))
  const close = useCallback(() => {
    setOpen(false)
    button.current?.focus()
  }, [])
  return (
    <>
      <Button
        ref={button}
        look="quiet"
        label={t(own ? 'queue.viewChange' : 'queue.viewKeep')}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && !own && views.length >= MOST_VIEWS && (
        <p class="field-error">{t('queue.viewsFull', { count: MOST_VIEWS })}</p>
      )}
      {isOpen && (own || views.length < MOST_VIEWS) && (
        <ViewForm key={own?.id} own={own} {...{ views, filters, onKeep }} onClose={close} />
      )}
    </>
  )
}

function ViewForm(props: ViewFormProps & { own: SavedView | undefined; onClose: () => void }) {
  const { own, views, filters, onKeep, onClose } = props
  const { t, session } = useConsole()
  const [name, setName] = useState(own?.name ?? '')
  const [isDefault, setDefault] = useState(own?.isDefault ?? false)
  const [problem, setProblem] = useState('')
  const field = useFocusOnOpen<HTMLInputElement>()
  const keep = async (next: SavedView[]) => {
    if (await onKeep(next)) onClose()
    else setProblem(t('notice.failed'))
  }
  const submit = async () => {
    if (name.trim() === '') return setProblem(t('queue.viewNameMissing'))
    const view = { id: own?.id ?? crypto.randomUUID(), name: name.trim(), filters, isDefault }
    const others = isDefault ? views.map((one) => ({ ...one, isDefault: false })) : views
    await keep(own ? others.map((one) => (one.id === own.id ? view : one)) : [...others, view])
  }
  const remove = async (gone: SavedView) => {
    await keep(views.filter((one) => one !== gone))
    session.notice('done', t('queue.viewDeleted', { name: gone.name }), {
      action: { label: t('undo'), run: () => void onKeep(views) },
    })
  }
  return (
    <Form class="view-form" submit={t('queue.viewsSave')} said={{ problem }} onSubmit={submit}>
      <TextField
        id="view-name"
        label={t('queue.viewName')}
        hint={t('queue.viewsIntro')}
        value={name}
        input={field}
        maxLength={MOST_VIEW_NAME}
        onValue={setName}
      />
      <CheckField label={t('queue.viewDefault')} isChecked={isDefault} onCheck={setDefault} />
      {own && (
        <div class="actions">
          {own !== views[0] && <Button label={t('queue.viewUp')} onClick={() => void keep(movedUp(views, own))} />}
          <Button label={t('queue.viewDelete')} onClick={() => void remove(own)} />
        </div>
      )}
    </Form>
  )
}

function movedUp(views: SavedView[], moved: SavedView): SavedView[] {
  const others = views.filter((one) => one !== moved)
  return others.toSpliced(views.indexOf(moved) - 1, 0, moved)
}
