import { useEffect, useRef } from 'preact/hooks'
import type { Service } from '../../../platform/model/commune.js'
import { Button } from '../../../ui/kit/button.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { SettingsValues } from '../contract.js'
import { GroupForm } from './group-form.js'
import { type SettingsWords, settingsWords } from './list-acts.js'
import { Preview, ServiceHours } from './services-fields.js'
import { useSettings } from './use-settings.js'
import { faultIn, WEEKDAYS } from './week-hours.js'

interface Props extends Pick<SectionProps, 'api' | 'language'> {
  /** Whether somebody came for it: it opens, and has the focus. */
  isAsked: boolean
}

/** The hours at which agents answer: those of the reception, read at a glance and changed in their place. */
export function PresenceHours({ api, language, isAsked }: Props) {
  const words = settingsWords(language)
  const { say } = words
  const settings = useSettings(api)
  const { view, failed, read } = settings
  const heading = useRef<HTMLHeadingElement>(null)
  const reception = view && receptionOf(view.values)
  const isRead = reception !== null && reception !== undefined
  useEffect(() => {
    if (isAsked && isRead) heading.current?.focus()
  }, [isAsked, isRead])
  return (
    <Sheet id="presence-hours" title={say('presence.title')} hint={say('presence.help')} heading={heading}>
      <div role="alert">
        {failed && (
          <p class="field-error">
            {say('failed')} <Button label={say('reread')} onClick={read} />
          </p>
        )}
      </div>
      {view && reception && (
        <>
          <Week words={words} service={reception.service} />
          <details open={isAsked}>
            <summary>{say('presence.change')}</summary>
            <GroupForm words={words} group="services" settings={settings} view={view} isPart>
              {(props) => {
                const { draft, fault, onChange } = props
                const { id, service } = receptionOf(draft) ?? reception
                const put = (change: Partial<Service>) =>
                  onChange({ ...draft, services: { ...draft.services, [id]: { ...service, ...change } } })
                return (
                  <>
                    <ServiceHours
                      words={words}
                      id={id}
                      today={view.today}
                      service={service}
                      isReception
                      fault={faultIn(fault, `services.${id}`)}
                      onChange={put}
                    />
                    <Preview api={api} {...props} />
                  </>
                )
              }}
            </GroupForm>
          </details>
          <p class="actions">
            <a href={hrefOf('settings', ['services'])}>{say('presence.others')}</a>
            <a href={hrefOf('settings', ['closures'])}>{say('presence.closures')}</a>
          </p>
        </>
      )}
    </Sheet>
  )
}

function receptionOf({ services = {}, reception = '' }: SettingsValues): { id: string; service: Service } | null {
  const service = services[reception]
  return service ? { id: reception, service } : null
}

/** "8 h 30" of `08:30`, as people of the language write it. */
function timeInWords(time: string, { language, say }: SettingsWords): string {
  const short = time.replace(/^0/, '')
  if (language !== 'fr') return short
  const [hour = '', minutes = ''] = short.split(':')
  return say('presence.time', { hour, minutes: minutes === '00' ? '' : minutes }).trimEnd()
}

/** The hours of the week, a day a line. */
function Week({ words, service: { hours } }: { words: SettingsWords; service: Service }) {
  const { say } = words
  const inWords = ([from, to]: [string, string]) =>
    say('presence.range', { from: timeInWords(from, words), to: timeInWords(to, words) })
  return (
    <ul>
      {WEEKDAYS.map((day) => {
        const ranges = (hours[day] ?? []).map(inWords).join(', ')
        return <li key={day}>{say('presence.day', { day: say(`day.${day}`), ranges: ranges || say('closedDay') })}</li>
      })}
    </ul>
  )
}
