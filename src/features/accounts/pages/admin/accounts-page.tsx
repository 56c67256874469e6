import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { CheckField } from '../../../../ui/kit/field.js'
import { Outcome } from '../../../../ui/kit/form.js'
import { useUnsaved } from '../../../../ui/kit/leave-guard.js'
import { ListFrame } from '../../../../ui/kit/list.js'
import type { PageProps } from '../../../../ui/kit/page-props.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { ShownOnce } from '../../../../ui/kit/shown-once.js'
import { CallError } from '../../../../ui/kit/staff-api.js'
import { useReading } from '../../../../ui/kit/use-reading.js'
import { staffAccountRoutes } from '../../contract.js'
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
function InviteSection({ api, words, t, view, acts }: PartProps) {
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
    const error = await acts.send(() => api.ask(staffAccountRoutes.invite, { body: { ...draft, email } }), {
      name,
      email,
      done: say('invite.done', { name }),
    })
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
    <Sheet id="invite-title" title={say('invite')} hint={say(view.mail ? 'invite.mail' : 'invite.noMail')}>
      <Button
        ref={opener}
        label={say(open ? 'close' : 'invite')}
        aria-expanded={open}
        aria-controls="invite-form"
        onClick={() => setOpen(!open)}
      />
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
        <Outcome problem={problem} />
        <Button type="submit" look="main" label={say('invite.submit')} isOff={busy} />
      </form>
    </Sheet>
  )
}

/** The accounts of the commune: who may come in, and to do what. */
export function AccountsPage({ api, t, language }: PageProps) {
  const words = accountsWords(language)
  const { say } = words
  const reading = useReading(api, staffAccountRoutes.list)
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
    change: (ask, done) =>
      attempt(async () => {
        reading.show(await ask())
        setSaid(done)
      }),
    send: (ask, { name, email, done }) =>
      attempt(async () => {
        const sent = await ask()
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
          <InviteSection api={api} words={words} t={t} view={view} acts={acts} />
          <AccountList api={api} words={words} t={t} view={view} acts={acts} heading={list} />
          <PolicySection api={api} words={words} t={t} view={view} acts={acts} />
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
function PolicySection({ api, words: { say }, t, view, acts }: PartProps) {
  const [required, setRequired] = useState(view.secondFactorRequired)
  const [problem, setProblem] = useState('')
  const save = async (event: Event) => {
    event.preventDefault()
    // Not `disabled`: the focus would be lost once it is saved.
    if (required === view.secondFactorRequired) return
    const body = { secondFactorRequired: required }
    const error = await acts.change(() => api.ask(staffAccountRoutes.changePolicy, { body }), say('policy.saved'))
    setProblem(error ? error.message || t('notice.failed') : '')
  }
  return (
    <Sheet id="policy-title" title={say('policy')}>
      <p id="policy-hint" class="hint">
        {say('policy.intro')}
      </p>
      <form class="account-form" onSubmit={save}>
        <CheckField label={say('policy.label')} isChecked={required} describedBy="policy-hint" onCheck={setRequired} />
        <Outcome problem={problem} />
        <Button type="submit" label={say('save')} isOff={required === view.secondFactorRequired} />
      </form>
    </Sheet>
  )
}
