import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { AreaField } from '../../../../ui/kit/field.js'
import { MAX_NOTE_LENGTH } from '../../remark.js'

interface NoteFieldProps {
  id: string
  value: string
  onChange: (note: string) => void
  /** Whether it has just been opened to be written in. */
  focused?: boolean
}

/** A note for colleagues, which the citizen never sees. */
export function NoteField({ id, value, onChange, focused = false }: NoteFieldProps) {
  const { t } = useConsole()
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (focused) area.current?.focus()
  }, [focused])
  return (
    <AreaField
      id={id}
      label={t('lifecycle.noteLabel')}
      hint={t('lifecycle.noteHint')}
      value={value}
      input={area}
      rows={2}
      maxLength={MAX_NOTE_LENGTH}
      spellcheck
      onValue={onChange}
    />
  )
}
