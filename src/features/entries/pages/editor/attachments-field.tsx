import { useRef } from 'preact/hooks'
import { type Attachment, FILE_TYPES, type FileFacts } from '../../../../platform/model/attachment.js'
import { Button } from '../../../../ui/kit/button.js'
import { townDay } from '../../../../ui/kit/town-clock.js'
import { useAct } from '../../../../ui/kit/use-act.js'
import {
  isImage,
  MAX_LABEL_LENGTH,
  MOST_FILE_BYTES,
  MOST_OF_ENTRY,
  weightInWords,
} from '../../../attachments/attachment.js'
import { attachmentRoutes } from '../../../attachments/contract.js'
import type { EntryContent } from '../../model/entry-record.js'
import { useEntries } from '../entry-states.js'
import { fieldId, useEditor } from './editor-context.js'
import { TextField } from './text-field.js'

/** The documents and images of an entry: each is sent as soon as it is chosen, and named then. */
export function AttachmentsField() {
  const { say } = useEntries().words
  const { content, change, tell } = useEditor()
  const { attachments = [] } = content
  const add = (facts: FileFacts) => {
    const at = attachments.findIndex(({ id }) => id === facts.id)
    if (at < 0)
      change('attachments', (before) => ({
        ...before,
        attachments: [...(before.attachments ?? []), { ...facts, label: '', date: townDay(new Date()) }],
      }))
    tell(say(at < 0 ? 'attachments.added' : 'attachments.known'))
    const shown = at < 0 ? attachments.length : at
    requestAnimationFrame(() => document.getElementById(fieldId(`attachments.${shown}.label`))?.focus())
  }
  const remove = (at: number) => {
    change('attachments', (before) => withoutOne(before, at))
    tell(say('attachments.removed'))
    requestAnimationFrame(() => document.getElementById(PICKER)?.focus())
  }
  return (
    <>
      <ol class="entry-items">
        {attachments.map((one, at) => (
          <AttachmentFields key={one.id} attachment={one} at={at} onRemove={() => remove(at)} />
        ))}
      </ol>
      {attachments.length < MOST_OF_ENTRY ? <FilePicker onAdd={add} /> : <p>{say('attachments.full')}</p>}
    </>
  )
}

const PICKER = 'entry-attachments-add'

/** Chooses a file and sends it. What is refused says why, and the choice stays open. */
function FilePicker({ onAdd }: { onAdd: (facts: FileFacts) => void }) {
  const { api, words } = useEntries()
  const { say } = words
  const { isBusy, problem, run, tell } = useAct(say('attachments.failed'))
  const input = useRef<HTMLInputElement>(null)
  const send = async (file: File | undefined) => {
    if (!file) return
    if (file.size > MOST_FILE_BYTES) return tell(say('attachments.tooLarge'))
    await run(async () => onAdd(await api.sendFile(attachmentRoutes.add.path, file, attachmentRoutes.add.upload)))
    if (input.current) input.current.value = ''
  }
  return (
    <div class="field">
      <label for={PICKER}>{say('attachments.add')}</label>
      <input
        ref={input}
        id={PICKER}
        type="file"
        accept={Object.entries(FILE_TYPES)
          .map(([type, end]) => `${type},.${end}`)
          .join()}
        aria-describedby={`${PICKER}-hint ${PICKER}-problem`}
        aria-invalid={problem !== ''}
        onClick={(event) => isBusy && event.preventDefault()}
        onChange={(event) => void send(event.currentTarget.files?.[0])}
      />
      <p id={`${PICKER}-problem`} role="alert" class="field-error" hidden={problem === ''}>
        {problem}
      </p>
      <p role="status">{isBusy && say('attachments.sending')}</p>
      <p id={`${PICKER}-hint`} class="hint">
        {say('attachments.hint')}
      </p>
    </div>
  )
}

interface Props {
  attachment: Attachment
  at: number
  onRemove: () => void
}

function AttachmentFields({ attachment, at, onRemove }: Props) {
  const { words, language } = useEntries()
  const { say } = words
  const { change } = useEditor()
  const { label, date } = attachment
  const kind = isImage(attachment) ? 'image' : 'document'
  const number = at + 1
  const put = (name: 'label' | 'date', value: string) =>
    change(`attachments.${at}.${name}`, (before) => ({
      ...before,
      attachments: (before.attachments ?? []).map((one, place) => (place === at ? { ...one, [name]: value } : one)),
    }))
  return (
    <li class="entry-item">
      <TextField
        field={`attachments.${at}.label`}
        label={say(`attachments.${kind}`, { number, weight: weightInWords(attachment, language) })}
        hint={say(`attachments.${kind}Hint`)}
        value={label}
        isContent
        maxLength={MAX_LABEL_LENGTH}
        onValue={(value) => put('label', value)}
      />
      <TextField
        field={`attachments.${at}.date`}
        type="date"
        label={say('attachments.date', { number })}
        value={date}
        onValue={(value) => put('date', value)}
      />
      <Button
        look="quiet"
        label={say('remove')}
        aria-label={say('attachments.remove', { label: label || String(number) })}
        onClick={onRemove}
      />
    </li>
  )
}

/** A content without one of its attachments; without any, it has none. */
function withoutOne({ attachments = [], ...rest }: EntryContent, at: number): EntryContent {
  const left = attachments.filter((_, place) => place !== at)
  return left.length > 0 ? { ...rest, attachments: left } : rest
}
