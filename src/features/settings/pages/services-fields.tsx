import { useState } from 'preact/hooks'
import type { AnswerOf } from '../../../platform/http/route.js'
import type { Service } from '../../../platform/model/commune.js'
import { Button } from '../../../ui/kit/button.js'
import { SelectField } from '../../../ui/kit/field.js'
import { type StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { HEARING_FIELDS } from '../../places/hearing-hours.js'
import { settingsRoutes } from '../contract.js'
import { ClosuresList, OpeningsList } from './dated-lists.js'
import type { DraftProps } from './group-form.js'
import type { SettingsWords } from './list-acts.js'
import { faultIn, WeekHours } from './week-hours.js'

const TEXTS = ['nom', 'adresse', 'telephone', 'courriel'] as const
const KEYBOARDS = { nom: 'text', adresse: 'text', telephone: 'tel', courriel: 'email' } as const
const LISTS = ['autresNoms', 'missions'] as const
const SENTENCES = ['acces', 'arret'] as const
const NEW_SERVICE: Service = { nom: '', adresse: '', telephone: '', courriel: '', hours: {} }

interface Props extends DraftProps {
  api: StaffApi
  /** Where the hours of the reception are changed, when that is elsewhere. */
  hoursAt?: string | undefined
}

/** The services of the town hall: where they are, how to reach them, when they are open; and what citizens would read of that now. */
export function ServicesFields({ api, hoursAt, ...props }: Props) {
  const { words, draft, onChange, fault, view } = props
  const { say } = words
  const services = draft.services ?? {}
  const [opened, setOpened] = useState<string | null>(null)
  const put = (id: string, change: Partial<Service>) =>
    onChange({ ...draft, services: { ...services, [id]: { ...(services[id] ?? NEW_SERVICE), ...change } } })
  const remove = (id: string) => {
    const { [id]: _, ...others } = services
    onChange({ ...draft, services: others })
  }
  const add = () => {
    const id = freeId(services)
    put(id, NEW_SERVICE)
    setOpened(id)
  }
  return (
    <>
      <p class="hint">{say('services.help')}</p>
      {Object.entries(services).map(([id, service]) => (
        <details key={id} class="service-item" open={opened === id || faultIn(fault, `services.${id}`) !== null}>
          <summary>{service.nom || say('services.unnamed')}</summary>
          <ServiceFields
            words={words}
            id={id}
            today={view.today}
            service={service}
            isReception={id === draft.reception}
            fault={faultIn(fault, `services.${id}`)}
            hoursAt={hoursAt}
            onChange={(change) => put(id, change)}
          />
          {id === draft.reception ? (
            <p class="hint">{say('services.isReception')}</p>
          ) : (
            <Button label={say('services.remove', { name: service.nom })} onClick={() => remove(id)} />
          )}
        </details>
      ))}
      <Button label={say('services.add')} onClick={add} />
      <SelectField
        id="setting-reception"
        label={say('field.reception')}
        hint={say('help.reception')}
        value={draft.reception}
        onValue={(value) => onChange({ ...draft, reception: value })}
        choices={Object.entries(services).map(([id, { nom }]) => (
          <option key={id} value={id}>
            {nom}
          </option>
        ))}
      />
      <Preview api={api} {...props} />
    </>
  )
}

interface ServiceProps {
  words: SettingsWords
  id: string
  today: string
  service: Service
  isReception: boolean
  onChange: (change: Partial<Service>) => void
  /** The field of the service that was refused. */
  fault: string | null
}

function ServiceFields({ hoursAt, ...props }: ServiceProps & Pick<Props, 'hoursAt'>) {
  const { words, id, service, isReception, onChange, fault } = props
  const { say } = words
  return (
    <div class="service-fields">
      <div class="pair">
        {TEXTS.map((name) => (
          <label key={name}>
            {say(`service.${name}`)}
            <input
              type="text"
              inputMode={KEYBOARDS[name]}
              value={service[name]}
              required={name === 'nom'}
              {...(fault === name && { 'aria-invalid': true, 'aria-describedby': 'settings-problem' })}
              onInput={(event) => onChange({ [name]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      <FactFields words={words} id={id} service={service} onChange={onChange} fault={fault} />
      {hoursAt !== undefined && isReception ? (
        <p>
          {say('services.hoursElsewhere')} <a href={hoursAt}>{say('services.hoursGo')}</a>
        </p>
      ) : (
        <ServiceHours {...props} />
      )}
    </div>
  )
}

/** When a service is open: each week, by seasons, and on single days; of the reception, also for whoever does not hear. */
export function ServiceHours(props: ServiceProps) {
  const { words, id, today, service, isReception, onChange, fault } = props
  const { say } = words
  return (
    <>
      <h3>{say('service.hours')}</h3>
      <WeekHours
        words={words}
        id={`week-${id}`}
        hours={service.hours}
        onChange={(hours) => onChange({ hours })}
        fault={faultIn(fault, 'hours')}
      />
      <SeasonsFields {...props} />
      <h3>{say('service.openings')}</h3>
      <OpeningsList
        words={words}
        id={`openings-${id}`}
        today={today}
        dated={service.openings ?? []}
        onChange={(openings) => onChange({ openings })}
      />
      <h3>{say('service.closures')}</h3>
      <ClosuresList
        words={words}
        id={`closures-${id}`}
        today={today}
        dated={service.closures ?? []}
        onChange={(closures) => onChange({ closures })}
      />
      {isReception && <HearingHours {...props} />}
    </>
  )
}

type PartProps = Omit<ServiceProps, 'today' | 'isReception'>

/** Parts of each year with hours of their own, and the way to begin one. */
function SeasonsFields({ words, id, service: { hours, seasons = [] }, onChange, fault }: PartProps) {
  const { say } = words
  return (
    <>
      {seasons.length > 0 && <h3>{say('service.seasons')}</h3>}
      {seasons.map((season, index) => {
        const days = { from: dayOf(season.from), to: dayOf(season.to) }
        return (
          // Two seasons never begin on the same day.
          <details key={season.from}>
            <summary>{say('service.season', days)}</summary>
            <WeekHours
              words={words}
              id={`season-${id}-${index}`}
              hours={season.hours}
              fault={faultIn(fault, `seasons.${index}.hours`)}
              onChange={(next) =>
                onChange({ seasons: seasons.map((one, at) => (at === index ? { ...one, hours: next } : one)) })
              }
            />
            <Button
              label={say('service.removeSeason', days)}
              onClick={() => onChange({ seasons: seasons.filter((_, at) => at !== index) })}
            />
          </details>
        )
      })}
      <NewSeason words={words} onAdd={(from, to) => onChange({ seasons: [...seasons, { from, to, hours }] })} />
    </>
  )
}

/** When the reception can be reached by whoever does not hear. */
function HearingHours({ words, id, service, onChange, fault }: PartProps) {
  const { say } = words
  return (
    <>
      <h3>{say('service.hearing')}</h3>
      <p class="hint">{say('service.hearingHelp')}</p>
      {HEARING_FIELDS.map((field) => (
        <details key={field} open={faultIn(fault, field) !== null}>
          <summary>{say(`service.${field}`)}</summary>
          <WeekHours
            words={words}
            id={`${field}-${id}`}
            hours={service[field] ?? {}}
            onChange={(next) => onChange({ [field]: next })}
            fault={faultIn(fault, field)}
          />
        </details>
      ))}
    </>
  )
}

/** What the assistant tells of the service when it is asked: its other names and what it answers for, one a line, how to come in and the stop. */
function FactFields({ words: { say }, id, service, onChange, fault }: PartProps) {
  const shared = (name: (typeof LISTS | typeof SENTENCES)[number]) => {
    const isRefused = faultIn(fault, name) !== null
    const told = isRefused ? 'settings-problem' : `${name}-help-${id}`
    return { id: `${name}-${id}`, 'aria-describedby': told, ...(isRefused && { 'aria-invalid': true }) }
  }
  return (
    <>
      {SENTENCES.map((name) => (
        <div class="field" key={name}>
          <label for={`${name}-${id}`}>{say(`service.${name}`)}</label>
          <input
            type="text"
            {...shared(name)}
            maxLength={300}
            value={service[name] ?? ''}
            onInput={(event) => onChange({ [name]: event.currentTarget.value || undefined })}
          />
          <p class="hint" id={`${name}-help-${id}`}>
            {say(`service.${name}Help`)}
          </p>
        </div>
      ))}
      {LISTS.map((name) => (
        <div class="field" key={name}>
          <label for={`${name}-${id}`}>{say(`service.${name}`)}</label>
          <textarea
            {...shared(name)}
            rows={3}
            value={(service[name] ?? []).join('\n')}
            onInput={(event) => onChange({ [name]: linesOf(event.currentTarget.value) })}
            onBlur={() => onChange({ [name]: service[name]?.filter((line) => line.trim() !== '') })}
          />
          <p class="hint" id={`${name}-help-${id}`}>
            {say(`service.${name}Help`)}
          </p>
        </div>
      ))}
    </>
  )
}

/** Days of each year, as two dates of which the year does not matter. It begins with the hours of the week. */
function NewSeason({ words: { say }, onAdd }: { words: SettingsWords; onAdd: (from: string, to: string) => void }) {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  return (
    <details>
      <summary>{say('service.addSeason')}</summary>
      <p class="hint">{say('service.seasonHelp')}</p>
      <div class="pair">
        <label>
          {say('closures.from')}
          <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label>
          {say('closures.to')}
          <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
      </div>
      <Button
        label={say('service.addSeason')}
        isOff={from === '' || to === ''}
        onClick={() => from !== '' && to !== '' && onAdd(from.slice(5), to.slice(5))}
      />
    </details>
  )
}

/** What citizens would read now, said by the server: nothing is in use yet. */
export function Preview({ api, words: { say }, draft }: DraftProps & { api: StaffApi }) {
  const [view, setView] = useState<AnswerOf<typeof settingsRoutes.preview> | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const show = async () => {
    setProblem(null)
    try {
      const set = { services: draft.services, reception: draft.reception, closures: draft.closures }
      setView(await api.ask(settingsRoutes.preview, { body: { set } }))
    } catch (error) {
      setView(null)
      setProblem(sentenceOf(error))
    }
  }
  return (
    <div class="preview">
      <Button label={say('preview')} onClick={() => void show()} />
      <div role="alert">{problem !== null && <p class="field-error">{problem || say('save.failed')}</p>}</div>
      <div role="status">
        {view && (
          <ul>
            {view.services.map(({ id, name, now }) => (
              <li key={id}>
                <strong>{name}</strong> – {now?.sentence ?? say('preview.noHours')}
                {now?.notices.map((notice) => (
                  <span key={notice} class="hint">
                    {' '}
                    {notice}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

/** `07-13` as people write it. */
function dayOf(yearDay: string): string {
  return yearDay.split('-').reverse().join('/')
}

function linesOf(text: string): string[] | undefined {
  return text === '' ? undefined : text.split('\n')
}

function freeId(services: Record<string, Service>): string {
  let number = Object.keys(services).length + 1
  while (`service-${number}` in services) number += 1
  return `service-${number}`
}
