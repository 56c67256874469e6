import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { HandoffDetailView } from '../../contract.js'
import { deskRoutes, type EarlierRequest } from '../../desk-contract.js'

/** Something that may be a reference: in capitals, or with a figure. The server knows which are. */
const MAY_BE_REFERENCE =
  /\b[A-Z]{2}[\s-]?[A-Z0-9]{3}[\s-]?[A-Z0-9]{3}\b|\b[a-z]{2}[\s-]?(?=[a-z\s-]{0,7}\d)[a-z0-9]{3}[\s-]?[a-z0-9]{3}\b/

/** The earlier requests whose reference the person gave in this conversation, one press away; nothing else links two of them. */
export function EarlierConversations({ detail }: { detail: HandoffDetailView }) {
  const { t, session, language, now } = useConsole()
  const [earlier, setEarlier] = useState<EarlierRequest[]>([])
  const { id } = detail.handoff
  const said = detail.transcript.messages.filter(
    ({ author, payload }) => author === 'citizen' && payload.type === 'text' && MAY_BE_REFERENCE.test(payload.text),
  )
  const key = said.at(-1)?.seq ?? 0
  useEffect(() => {
    let gone = false
    setEarlier([])
    if (key > 0) {
      session.api.ask(deskRoutes.earlier, { params: { id } }).then(
        (read) => !gone && setEarlier(read.earlier),
        // It can still be found by the search.
        () => {},
      )
    }
    return () => {
      gone = true
    }
  }, [session, id, key])
  if (earlier.length === 0) return null
  return (
    <section class="earlier" aria-labelledby="earlier-title">
      <h3 id="earlier-title">{t('desk.earlier')}</h3>
      <ul>
        {earlier.map((one) => (
          <li key={one.id}>
            <Button
              icon="chat"
              label={t('desk.earlierOf', {
                reference: one.reference,
                moment: momentInWords(one.requestedAt, language, now),
                subject: one.subject || t('queue.noWords'),
              })}
              onClick={() => session.navigate({ view: 'conversation', handoffId: one.id })}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
