import { useRef, useState } from 'preact/hooks'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import { personalNumbersIn } from '../../../platform/security/personal-numbers.js'
import { useConsole } from '../../../ui/console/console-context.js'
import { MAX_ANSWER_LENGTH } from '../../../ui/kit/answer-length.js'
import { useFocusOnOpen } from '../../../ui/kit/use-focus-on-open.js'
import type { OwnReplyView } from '../../handoffs/routes/copilot-contract.js'
import type { ReplyVariable } from '../reply-variables.js'
import { insertText } from './insert-text.js'

/** A reply as its form gives it. */
export type WrittenReply = Omit<OwnReplyView, 'id'>

interface ReplyFormProps {
  /** What is changed; nothing of it for a new one. */
  reply: Partial<OwnReplyView>
  variables: readonly ReplyVariable[]
  onSave: (reply: WrittenReply) => void
  onCancel: () => void
}

/** Name, language and text of one's own reply, with the variables at hand. */
export function ReplyForm({ reply, variables, onSave, onCancel }: ReplyFormProps) {
  const { t } = useConsole()
  const [written, setWritten] = useState<WrittenReply>({
    title: reply.title ?? '',
    text: reply.text ?? '',
    language: reply.language ?? 'fr',
  })
  const [fault, setFault] = useState('')
  const name = useFocusOnOpen<HTMLInputElement>()
  const area = useRef<HTMLTextAreaElement>(null)
  const save = () => {
    const { title, text } = written
    if (title.trim() === '' || text.trim() === '') return setFault(t('copilot.needed'))
    if (personalNumbersIn(`${title} ${text}`).length > 0) return setFault(t('copilot.noNumber'))
    onSave(written)
  }
  return (
    <form
      class="reply-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div class="field">
        <label for="reply-name">{t('copilot.name')}</label>
        <input
          id="reply-name"
          ref={name}
          type="text"
          maxLength={80}
          value={written.title}
          aria-describedby="reply-fault"
          onInput={({ currentTarget: { value } }) => setWritten({ ...written, title: value })}
        />
      </div>
      <div class="field">
        <label for="reply-language">{t('copilot.language')}</label>
        <select
          id="reply-language"
          value={written.language}
          onChange={({ currentTarget: { value } }) => setWritten({ ...written, language: value as Language })}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language}>
              {t(`language.${language}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="reply-text">{t('copilot.text')}</label>
        <textarea
          id="reply-text"
          ref={area}
          rows={5}
          maxLength={MAX_ANSWER_LENGTH}
          lang={written.language}
          dir="auto"
          spellcheck
          value={written.text}
          aria-describedby="reply-fault"
          onInput={({ currentTarget: { value } }) => setWritten({ ...written, text: value })}
        />
      </div>
      <fieldset class="reply-variables">
        <legend class="hint">{t('copilot.variables')}</legend>
        {variables.map((variable) => (
          <button
            key={variable}
            type="button"
            class="button"
            onClick={() => area.current && insertText(area.current, `{${variable}}`, area.current.selectionStart)}
          >
            {t(`copilot.variable.${variable}`)}
          </button>
        ))}
      </fieldset>
      <p id="reply-fault" class="field-error" role="alert">
        {fault}
      </p>
      <div class="actions">
        <button type="submit" class="button main">
          {t('copilot.save')}
        </button>
        <button type="button" class="button quiet" onClick={onCancel}>
          {t('copilot.cancel')}
        </button>
      </div>
    </form>
  )
}
