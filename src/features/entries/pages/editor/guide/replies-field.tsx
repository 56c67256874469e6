import { useEffect, useState } from 'preact/hooks'
import { useEntries } from '../../entries-context.js'
import { TextField } from '../text-field.js'
import { repliesOf } from './edit-guide.js'

/** Other words for an answer, on one line; what is typed stays as it is typed. */
export function RepliesField({
  field,
  replies,
  onValue,
}: {
  field: string
  replies: readonly string[]
  onValue: (line: string) => void
}) {
  const { say } = useEntries().words
  const [line, setLine] = useState(replies.join(', '))
  const written = replies.join('\n')
  useEffect(() => {
    // Undone, or taken from elsewhere.
    if (repliesOf(line).join('\n') !== written) setLine(written.split('\n').join(', '))
  }, [written])
  return (
    <TextField
      field={field}
      label={say('guide.replies')}
      hint={say('guide.repliesHint')}
      value={line}
      isContent
      onValue={(value) => {
        setLine(value)
        onValue(value)
      }}
    />
  )
}
