import { useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-pools.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-pools.fr.json' with { type: 'json' }
import type { BodyOf } from '../../../platform/http/route.js'
import { Button } from '../../../ui/kit/button.js'
import { CheckField, CheckFields, SelectField, TextField } from '../../../ui/kit/field.js'
import { Form } from '../../../ui/kit/form.js'
import { sortedTicks, useUnsaved } from '../../../ui/kit/leave-guard.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { CallError, sentenceOf } from '../../../ui/kit/staff-api.js'
import { settingsWords } from '../../settings/pages/list-acts.js'
import { WeekHours } from '../../settings/pages/week-hours.js'
import { MAX_POOL_NAME_LENGTH, type PoolsView, type poolRoutes } from '../contract.js'

type PoolKey = keyof typeof fr
/** The sentences of pools, in a language. */
export type PoolWords = PageWords<PoolKey>

/** The sentences of pools. */
export const poolWords = pageWords<PoolKey>(fr, en)

/** What is asked of a pool. */
export type PoolRequest = BodyOf<typeof poolRoutes.add>
type Member = PoolRequest['agents'][number]

interface Props {
  words: PoolWords
  /** By which its fields are told from another form's. */
  id: string
  view: PoolsView
  begin: PoolRequest
  submit: string
  /** Whatever it throws is told, and what was chosen stays. */
  onSubmit: (asked: PoolRequest) => Promise<void>
  onCancel: () => void
}

/** What a pool is: its name, its communes, when somebody is there, and who answers for which. */
export function PoolForm({ words, id, view, begin, submit, onSubmit, onCancel }: Props) {
  const { say } = words
  const [draft, setDraft] = useState(begin)
  useUnsaved(comparable(draft), comparable(begin), words.language)
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({})
  const [busy, setBusy] = useState(false)
  const put = (change: Partial<PoolRequest>) => setDraft({ ...draft, ...change })
  const send = async () => {
    const found = missing(words, draft)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await onSubmit(sent(draft))
    } catch (error) {
      const { field = '' } = CallError.of(error).problem
      setErrors({ [field === 'communes' ? field : 'form']: sentenceOf(error, say('failed')) })
    }
    setBusy(false)
  }
  return (
    <Form
      class="form settings-form pool-form"
      errors={errors}
      said={{ problem: errors.form ?? '' }}
      submit={submit}
      cancel={say('cancel')}
      isBusy={busy}
      isOpened
      onSubmit={send}
      onCancel={onCancel}
    >
      <TextField
        id={`${id}-name`}
        label={say('name')}
        hint={say('name.hint')}
        error={errors.name}
        value={draft.name}
        required
        autocomplete="off"
        maxLength={MAX_POOL_NAME_LENGTH}
        onValue={(name) => put({ name })}
      />
      <CheckFields
        id={`${id}-communes`}
        legend={say('communes')}
        hint={say('communes.hint')}
        error={errors.communes}
        options={view.communes.map((one) => [one.id, one.name] as const)}
        ticked={draft.communes}
        onTick={(communes) => put({ communes: [...communes] })}
      />
      <Hours words={words} id={`${id}-hours`} hours={draft.hours} onChange={(hours) => put({ hours })} />
      <Members words={words} id={`${id}-agents`} view={view} draft={draft} onChange={(agents) => put({ agents })} />
    </Form>
  )
}

/** As it is compared: an order says nothing. */
function comparable({ communes, agents, ...others }: PoolRequest) {
  return { ...others, communes: sortedTicks(communes), agents: agents.map((one) => JSON.stringify(one)).sort() }
}

/** As it is sent: what is said of a commune that shares no more is left out. */
function sent({ communes, agents, ...others }: PoolRequest): PoolRequest {
  const serves = (member: Member) => member.serves.filter(({ communeId }) => communes.includes(communeId))
  return { ...others, communes, agents: agents.map((member) => ({ ...member, serves: serves(member) })) }
}

function missing({ say }: PoolWords, { name, communes }: PoolRequest): Record<string, string> {
  return {
    ...(name.trim() === '' ? { name: say('name.missing') } : {}),
    ...(communes.length < 2 ? { communes: say('communes.missing') } : {}),
  }
}

interface HoursProps {
  words: PoolWords
  id: string
  hours: PoolRequest['hours']
  onChange: (hours: PoolRequest['hours']) => void
}

/** The hours of each reception, or one week for all. */
function Hours({ words: { say, language }, id, hours, onChange }: HoursProps) {
  return (
    <>
      <CheckField
        id={id}
        label={say('hours')}
        hint={say('hours.hint')}
        isChecked={hours !== null}
        onCheck={(isWanted) => onChange(isWanted ? {} : null)}
      />
      {hours && <WeekHours words={settingsWords(language)} id={`${id}-week`} hours={hours} onChange={onChange} />}
    </>
  )
}

interface MembersProps {
  words: PoolWords
  id: string
  view: PoolsView
  draft: PoolRequest
  onChange: (agents: Member[]) => void
}

/** Who answers for communes beside her own, one after the other; and the way to ask one more. */
function Members({ words, id, view, draft, onChange }: MembersProps) {
  const { say } = words
  const { agents } = draft
  const nameOf = (communeId: string) => view.communes.find((one) => one.id === communeId)?.name ?? communeId
  const others = view.agents.filter((one) => !one.gone && !agents.some(({ userId }) => userId === one.id))
  const add = (userId: string) => {
    const own = view.agents.find((one) => one.id === userId)?.communeId
    const communes = draft.communes.filter((one) => one !== own)
    onChange([...agents, { userId, serves: communes.map((communeId) => ({ communeId, departments: [] })) }])
  }
  return (
    <fieldset class="pool-members">
      <legend>{say('agents')}</legend>
      <p class="hint">{say('agents.hint')}</p>
      {agents.map((member) => (
        <MemberFields
          key={member.userId}
          words={words}
          id={`${id}-${member.userId}`}
          view={view}
          draft={draft}
          member={member}
          onChange={(next) => onChange(agents.flatMap((one) => (one === member ? (next ?? []) : one)))}
        />
      ))}
      {others.length > 0 && (
        <SelectField
          id={`${id}-add`}
          label={say('agents.add')}
          value=""
          options={[
            ['', say('agents.choose')],
            ...others.map((one): [string, string] => [one.id, `${one.name} (${nameOf(one.communeId)}, ${one.email})`]),
          ]}
          onValue={(userId) => userId !== '' && add(userId)}
        />
      )}
    </fieldset>
  )
}

interface MemberProps extends Omit<MembersProps, 'onChange'> {
  member: Member
  /** `null`: she answers for no other commune any more. */
  onChange: (member: Member | null) => void
}

/** For which communes somebody answers, and for which departments of each. */
function MemberFields({ words: { say }, id, view, draft, member, onChange }: MemberProps) {
  const account = view.agents.find((one) => one.id === member.userId)
  const communes = view.communes.filter((one) => draft.communes.includes(one.id) && one.id !== account?.communeId)
  const put = (communeId: string, departments: string[] | null) => {
    const others = member.serves.filter((one) => one.communeId !== communeId)
    onChange({ ...member, serves: departments ? [...others, { communeId, departments }] : others })
  }
  const name = account?.name ?? say('agents.unknown')
  return (
    <fieldset class="department">
      <legend>{account?.gone ? say('agents.gone', { name }) : name}</legend>
      {communes.map((commune) => {
        const served = member.serves.find(({ communeId }) => communeId === commune.id)
        return (
          <div key={commune.id}>
            <CheckField
              label={say('answersFor', { commune: commune.name })}
              isChecked={served !== undefined}
              onCheck={(isServed) => put(commune.id, isServed ? [] : null)}
            />
            {served && commune.departments.length > 0 && (
              <CheckFields
                id={`${id}-${commune.id}`}
                legend={say('departments', { commune: commune.name })}
                options={commune.departments.map((one) => [one.id, one.name] as const)}
                ticked={served.departments}
                onTick={(departments) => put(commune.id, [...departments])}
              />
            )}
          </div>
        )
      })}
      <Button look="quiet" label={say('agents.remove')} about={name} onClick={() => onChange(null)} />
    </fieldset>
  )
}
