import { useRef, useState } from 'preact/hooks'
import { ListFrame } from '../../../../ui/kit/list-frame.js'
import type { PageProps } from '../../../../ui/kit/page-props.js'
import { ShownOnce } from '../../../../ui/kit/shown-once.js'
import { CallError } from '../../../../ui/kit/staff-api.js'
import { useReading } from '../../../../ui/kit/use-reading.js'
import { useUnsaved } from '../../../../ui/kit/use-unsaved.js'
import type { StaffAccountsView, StaffLinkSentView } from '../../routes/account-contract.js'
import {
  type AccountDraft,
  AccountFields,
  type AccountsWords,
  accountsWords,
  type DraftErrors,
  draftErrors,
  focusFirstError,
} from './account-fields.js'
import { type AccountActs, AccountList, type PartProps } from './account-list.js'

const EMPTY: AccountDraft = { email: '', name: '', roles: ['agent'], departments: [] }

/** The form by which somebody is invited, behind a button. */
function InviteSection({ words, t, view, acts }: PartProps) {
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

/** The accounts of the commune: who may come in, and to do what. */
export function AccountsPage({ api, t, language }: PageProps) {
  const words = accountsWords(language)
  const { say } = words
  const reading = useReading<StaffAccountsView>(api, '/admin/accounts')
  const [said, setSaid] = useState('')
  const [link, setLink] = useState<ShownLink | null>(null)
  const list = useRef<HTMLHeadingElement>(null)
  const attempt = async (act: () => Promise<void>): Promise<CallError | null> => {
    setSaid('')
    try {
      await act()
      return null
    } catch (error) {
      return error instanceof CallError ? error : new CallError(0)
    }
  }
  const acts: AccountActs = {
    change: (method, path, body, done) =>
      attempt(async () => {
        reading.show(await api.call<StaffAccountsView>(method, path, body))
        setSaid(done)
      }),
    send: (path, body, { name, email, done }) =>
      attempt(async () => {
        const sent = await api.call<StaffLinkSentView>('POST', path, body)
        reading.show(sent.accounts)
        setLink(sent.link === null ? null : { name, address: sent.link })
        setSaid([done, sent.link === null ? say('sent', { email }) : ''].filter(Boolean).join(' '))
      }),
  }
  return (
    <ListFrame t={t} words={words} reading={reading} said={{ done: said, problem: '' }}>
      {(view) => (
        <>
          {link && (
            <LinkNotice
              words={words}
              link={link}
              onClose={() => {
                setLink(null)
                list.current?.focus()
              }}
            />
          )}
          <InviteSection words={words} t={t} view={view} acts={acts} />
          <AccountList words={words} t={t} view={view} acts={acts} heading={list} />
          <PolicySection words={words} t={t} view={view} acts={acts} />
        </>
      )}
    </ListFrame>
  )
}

/** A link that no mail carries. */
interface ShownLink {
  name: string
  address: string
}

interface Props {
  words: AccountsWords
  link: ShownLink
  onClose: () => void
}

/** A link, to be handed over. */
function LinkNotice({ words: { say }, link: { name, address }, onClose }: Props) {
  return (
    <ShownOnce
      id="link-title"
      title={say('link', { name })}
      text={address}
      words={{ copy: say('link.copy'), copied: say('link.copied'), close: say('close') }}
      onClose={onClose}
    >
      <p class="hint">{say('link.hint')}</p>
    </ShownOnce>
  )
}

/** Whether everybody needs a second factor. */
function PolicySection({ words: { say }, t, view, acts }: PartProps) {
  const [required, setRequired] = useState(view.secondFactorRequired)
  const [problem, setProblem] = useState('')
  const save = async (event: Event) => {
    event.preventDefault()
    // Not `disabled`: the focus would be lost once it is saved.
    if (required === view.secondFactorRequired) return
    const body = { secondFactorRequired: required }
    const error = await acts.change('PUT', '/admin/sign-in-policy', body, say('policy.saved'))
    setProblem(error ? error.message || t('notice.failed') : '')
  }
  return (
    <section class="sheet" aria-labelledby="policy-title">
      <h2 id="policy-title">{say('policy')}</h2>
      <p id="policy-hint" class="hint">
        {say('policy.intro')}
      </p>
      <form class="account-form" onSubmit={save}>
        <label class="check">
          <input
            type="checkbox"
            checked={required}
            aria-describedby="policy-hint"
            onChange={(event) => setRequired(event.currentTarget.checked)}
          />
          {say('policy.label')}
        </label>
        <p role="alert" class="field-error">
          {problem}
        </p>
        <button type="submit" class="button" aria-disabled={required === view.secondFactorRequired}>
          {say('save')}
        </button>
      </form>
    </section>
  )
}
