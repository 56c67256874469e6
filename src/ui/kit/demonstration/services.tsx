import { useRef, useState } from 'preact/hooks'
import { Button } from '../button.js'
import { Confirm } from '../confirm.js'
import { AreaField, CheckFields, PasswordField, SelectField, TextField } from '../field.js'
import { ActMessage, Form } from '../form.js'
import { List, NotYet, PageTurns } from '../list.js'
import { Sheet } from '../sheet.js'
import { SERVICES, useKitWords } from './kit-words.js'

type Errors = Partial<Record<'name' | 'email' | 'days', string>>

/** A form that can be filled and sent; and one that was refused, whose fields say why. */
export function Forms() {
  const { say } = useKitWords()
  return (
    <>
      <Sheet id="form" title={say('form')} hint={say('form.hint')}>
        <ServiceForm id="service" />
      </Sheet>
      <Sheet id="refused" title={say('form.refused')}>
        <ServiceForm id="refused" isRefused />
      </Sheet>
    </>
  )
}

const BLANK = { name: '', email: '', since: '', about: '', floor: '', days: ['monday'] as Day[] }
type Draft = typeof BLANK
type Day = 'monday' | 'tuesday'

function ServiceForm({ id, isRefused = false }: { id: string; isRefused?: boolean }) {
  const { say } = useKitWords()
  const [draft, setDraft] = useState<Draft>(isRefused ? { ...BLANK, email: 'accueil@', days: [] } : BLANK)
  const [isSent, setSent] = useState(false)
  const [errors, setErrors] = useState<Errors>({})
  const faults: Errors = {
    ...(draft.name.trim() === '' && { name: say('form.nameMissing') }),
    ...(draft.email !== '' && !/^[^\s@]+@[^\s@]+$/.test(draft.email) && { email: say('form.emailWrong') }),
    ...(draft.days.length === 0 && { days: say('form.daysMissing') }),
  }
  const send = () => {
    setErrors(faults)
    setSent(Object.keys(faults).length === 0)
  }
  return (
    <Form
      submit={say('form.send')}
      cancel={say('form.cancel')}
      // What is shown as refused takes no focus from whoever opens the page.
      {...(!isRefused && { errors })}
      said={isRefused ? { problem: say('form.refusedBecause') } : { done: isSent ? say('form.done') : '' }}
      onSubmit={send}
      onCancel={() => setDraft(BLANK)}
    >
      <ServiceFields id={id} draft={draft} errors={isRefused ? faults : errors} onChange={setDraft} />
    </Form>
  )
}

interface FieldsProps {
  id: string
  draft: Draft
  errors: Errors
  onChange: (draft: Draft) => void
}

function ServiceFields({ id, draft, errors, onChange }: FieldsProps) {
  const { say } = useKitWords()
  const password = useRef<HTMLInputElement>(null)
  const shared = (field: Exclude<keyof Draft, 'days'>) => ({
    id: `${id}-${field}`,
    label: say(`form.${field}`),
    value: draft[field],
    onValue: (value: string) => onChange({ ...draft, [field]: value }),
  })
  const floors = [
    ['', say('form.floorNone')],
    ['0', say('form.floor0')],
    ['1', say('form.floor1')],
  ] as const
  return (
    <>
      <TextField {...shared('name')} hint={say('form.nameHint')} error={errors.name} required />
      <TextField {...shared('email')} type="email" error={errors.email} autocomplete="off" />
      <TextField {...shared('since')} type="date" />
      <AreaField {...shared('about')} />
      <SelectField {...shared('floor')} options={floors} />
      <CheckFields
        id={`${id}-days`}
        legend={say('form.days')}
        hint={say('form.daysHint')}
        error={errors.days}
        options={[
          ['monday', say('form.monday'), say('form.mondayHint')],
          ['tuesday', say('form.tuesday')],
        ]}
        ticked={draft.days}
        onTick={(days) => onChange({ ...draft, days })}
      />
      <PasswordField
        id={`${id}-password`}
        input={password}
        label={say('form.password')}
        error={undefined}
        autocomplete="new-password"
        show={say('form.show')}
        hide={say('form.hide')}
      />
    </>
  )
}

/** Rows with what may be done to each, then none, on their way, and unread. */
export function Lists() {
  const { say, number } = useKitWords()
  const [services, setServices] = useState<readonly (typeof SERVICES)[number][]>(SERVICES)
  const [done, setDone] = useState('')
  const marks = { counter: ['urgent', 'urgent'], registry: ['reply', 'waits'], school: ['', 'new'] } as const
  const notYet = { loading: say('list.loading'), failed: say('list.failed'), tryAgain: say('list.tryAgain') }
  return (
    <>
      <Sheet id="list" title={say('list')}>
        <ActMessage done={done} />
        <List items={services} keyOf={({ id }) => id} none={say('list.none')}>
          {({ id }) => (
            <>
              <h3>{say(`service.${id}`)}</h3>
              <p>
                <span class={`mark-badge ${marks[id][0]}`}>{say(`service.${marks[id][1]}`)}</span>
              </p>
              <div class="actions">
                <Button label={say('list.change')} about={say(`service.${id}`)} />
                <Confirm
                  label={say('list.remove')}
                  question={say('list.removeAsk', { name: say(`service.${id}`) })}
                  cancel={say('list.cancel')}
                  onYes={() => {
                    setServices(services.filter((one) => one.id !== id))
                    setDone(say('list.removed', { name: say(`service.${id}`) }))
                  }}
                />
              </div>
            </>
          )}
        </List>
        <PageTurns
          page={2}
          pages={3}
          hrefOf={() => '#list'}
          say={(key, values) => say(`list.${key}`, values)}
          number={number}
        />
      </Sheet>
      <Sheet id="list-empty" title={say('list.isEmpty')}>
        <List items={[]} keyOf={String} none={say('list.none')}>
          {() => null}
        </List>
      </Sheet>
      <Sheet id="list-loading" title={say('list.isLoading')}>
        <NotYet reading={{ failed: false, read: () => {} }} {...notYet} />
      </Sheet>
      <Sheet id="list-failed" title={say('list.isFailed')}>
        <NotYet reading={{ failed: true, read: () => {} }} {...notYet} />
      </Sheet>
    </>
  )
}
