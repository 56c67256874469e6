import { Button } from '../../../../ui/kit/button.js'
import { useEntries } from '../entry-states.js'
import { fieldId, useEditor } from './editor-context.js'
import { pastedLines } from './paste-rich.js'
import { TextField } from './text-field.js'

/** The online services, in the order in which citizens read them. */
export function OnlineField() {
  const { say } = useEntries().words
  const { content, change, tell } = useEditor()
  const { online } = content
  return (
    <>
      {online.length === 0 && <p>{say('online.none')}</p>}
      <ol class="entry-items">
        {online.map(({ label, url }, at) => (
          <li key={at} class="entry-item">
            <TextField
              field={`online.${at}.label`}
              label={say('online.label', { number: at + 1 })}
              value={label}
              isContent
              onValue={(value) => change(`online.${at}.label`, withService(at, { label: value }))}
            />
            <TextField
              field={`online.${at}.url`}
              type="url"
              label={say('online.url', { number: at + 1 })}
              value={url}
              maxLength={2_000}
              onValue={(value) => change(`online.${at}.url`, withService(at, { url: value.trim() }))}
            />
            <Button
              look="quiet"
              label={say('remove')}
              aria-label={say('online.remove', { label: label || String(at + 1) })}
              onClick={() => {
                change('online', (before) => ({ ...before, online: before.online.filter((_, place) => place !== at) }))
                tell(say('online.removed'))
                document.getElementById('entry-online-add')?.focus()
              }}
            />
          </li>
        ))}
      </ol>
      <Button
        label={say('online.add')}
        id="entry-online-add"
        onClick={() => {
          change('online', (before) => ({ ...before, online: [...before.online, { label: '', url: '' }] }))
          requestAnimationFrame(() => document.getElementById(fieldId(`online.${online.length}.label`))?.focus())
        }}
      />
    </>
  )
}

function withService(at: number, part: { label?: string; url?: string }) {
  return <T extends { online: { label: string; url: string }[] }>(content: T): T => ({
    ...content,
    online: content.online.map((one, place) => (place === at ? { ...one, ...part } : one)),
  })
}

/** What the town still has to check, one point a line. */
export function ToCheckField() {
  const { say } = useEntries().words
  const { content, change } = useEditor()
  return (
    <>
      <p class="hint">{say(content.toCheck.length === 0 ? 'toCheck.none' : 'toCheck.hint')}</p>
      <ul class="entry-items">
        {content.toCheck.map((point, at) => (
          <PointToCheck key={at} at={at} point={point} />
        ))}
      </ul>
      <Button
        label={say('toCheck.add')}
        id="entry-toCheck-add"
        onClick={() => {
          change('toCheck', (before) => ({ ...before, toCheck: [...before.toCheck, ''] }))
          requestAnimationFrame(() => document.getElementById(fieldId(`toCheck.${content.toCheck.length}`))?.focus())
        }}
      />
    </>
  )
}

/** A point, written or pasted several at once, and that it was checked. */
function PointToCheck({ at, point }: { at: number; point: string }) {
  const { say } = useEntries().words
  const { change, tell } = useEditor()
  const put = (field: string, make: (points: string[]) => string[]) =>
    change(field, (before) => ({ ...before, toCheck: make(before.toCheck) }))
  return (
    <li class="entry-line">
      <input
        id={fieldId(`toCheck.${at}`)}
        type="text"
        lang="fr"
        maxLength={500}
        value={point}
        aria-label={say('toCheck.one', { number: at + 1 })}
        onPaste={(event) => {
          const lines = pastedLines(event.clipboardData?.getData('text/plain') ?? '').filter((line) => line !== '')
          if (lines.length < 2) return
          event.preventDefault()
          put(`toCheck.${at}`, (points) =>
            points.flatMap((one, place) => (place === at ? [one, ...lines] : one)).filter(Boolean),
          )
        }}
        onInput={(event) => {
          const { value } = event.currentTarget
          put(`toCheck.${at}`, (points) => points.map((one, place) => (place === at ? value : one)))
        }}
      />
      <Button
        label={say('toCheck.done')}
        aria-label={say('toCheck.doneOne', { point: point || String(at + 1) })}
        onClick={() => {
          put('toCheck', (points) => points.filter((_, place) => place !== at))
          tell(say('toCheck.ticked'))
          document.getElementById('entry-toCheck-add')?.focus()
        }}
      />
    </li>
  )
}
