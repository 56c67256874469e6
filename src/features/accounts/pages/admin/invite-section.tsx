import { useRef, useState } from 'preact/hooks'
import { useUnsaved } from '../../../../ui/kit/use-unsaved.js'
import type { AccountDraft, DraftErrors } from './account-fields.js'
import { AccountFields, draftErrors, focusFirstError } from './account-fields.js'
import type { PartProps } from './part-props.js'

const EMPTY: AccountDraft = { email: '', name: '', roles: ['agent'], departments: [] }

/** The form by which somebody is invited, behind a button. */
export function InviteSection({ words, t, view, acts }: PartProps) {
  const { say } = words
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(EMPTY)
  useUnsaved(draft, EMPTY, words.language)
  const [errors, setErrors] = useState<DraftErrors>({})
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    // Not `disabled`: the focus would be lost while it works.
    if (busy) return
    const found = draftErrors(words, draft, true)
    setErrors(found)
    setProblem('')
    if (Object.keys(found).length > 0) return focusFirstError('invite', found)
    setBusy(true)
    const { name } = draft
    const email = draft.email.trim()
    const error = await acts.send(
      '/admin/accounts',
      { ...draft, email },
      { name, email, done: say('invite.done', { name }) },
    )
    setBusy(false)
    if (error?.problem.field === 'email') {
      const wrong = { email: error.message }
      setErrors(wrong)
      return focusFirstError('invite', wrong)
    }
    if (error) return setProblem(error.message || t('notice.failed'))
    setDraft(EMPTY)
    setOpen(false)
    // What was pressed goes with the form; a link that is shown takes the focus itself.
    if (view.mail) opener.current?.focus()
  }
  return (
    <section class="sheet" aria-labelledby="invite-title">
      <h2 id="invite-title">{say('invite')}</h2>
      <p class="hint">{say(view.mail ? 'invite.mail' : 'invite.noMail')}</p>
      <button
        ref={opener}
        type="button"
        class="button"
        aria-expanded={open}
        aria-controls="invite-form"
        onClick={() => setOpen(!open)}
      >
        {say(open ? 'close' : 'invite')}
      </button>
      <form id="invite-form" class="account-form" hidden={!open} noValidate aria-busy={busy} onSubmit={submit}>
        <AccountFields
          id="invite"
          words={words}
          view={view}
          draft={draft}
          errors={errors}
          withEmail
          onChange={setDraft}
        />
        <p role="alert" class="field-error">
          {problem}
        </p>
        <button type="submit" class="button main" aria-disabled={busy}>
          {say('invite.submit')}
        </button>
      </form>
    </section>
  )
}
