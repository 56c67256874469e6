import { askLink, LAST_MESSAGE, rereadLink, WRITE } from '../plain-links.js'
import { HumanBar, REFRESH_S } from './human-bar.js'
import { MessageItem } from './message-item.js'
import { latestReplies, newsTitle } from './news-title.js'
import { Page } from './page.js'
import { PostForm } from './post-form.js'
import { Privacy } from './privacy.js'
import type { Talk, TalkProps } from './talk.js'
import { TextField } from './text-field.js'

/** A conversation: who can be reached, what was said, where to write, how to end. */
export function ConversationPage({ talk }: TalkProps) {
  const { frame, links, view, turn, auto } = talk
  const { t } = frame
  const newest = latestReplies(view.messages)[0]
  const refresh = auto ? { seconds: REFRESH_S, address: rereadLink(links, { turn: turn + 1, auto }) } : undefined
  return (
    <Page
      frame={frame}
      what={whatHappened(talk)}
      refresh={refresh}
      skips={[
        [LAST_MESSAGE, 'skip.last'],
        [WRITE, 'skip.write'],
      ]}
    >
      <h1>{t('title.conversation')}</h1>
      <HumanBar talk={talk} />
      <section aria-labelledby="messages">
        <h2 id="messages">{t('messages.title')}</h2>
        <ol class="messages">
          {view.messages.map((message) => (
            <MessageItem
              talk={talk}
              message={message}
              anchor={message === newest ? LAST_MESSAGE : `message-${message.seq}`}
            />
          ))}
        </ol>
      </section>
      <Write talk={talk} />
      <Actions talk={talk} />
      <details>
        <summary>{t('privacy.title')}</summary>
        <Privacy frame={frame} />
      </details>
    </Page>
  )
}

function whatHappened({ frame: { t }, view, draft, rated }: Talk): string {
  if (draft) return t('title.error', { problem: draft.problem })
  return rated ? t('title.opinion') : newsTitle(view, t)
}

function Write({ talk }: TalkProps) {
  const { frame, links, view, draft, turn, auto } = talk
  const { t } = frame
  return (
    <section aria-labelledby="ecriture">
      <h2 id="ecriture">{t('write.title')}</h2>
      {view.status === 'closed' ? (
        <p id={WRITE}>{t('title.closed')}</p>
      ) : auto ? (
        <p id={WRITE}>
          {t('write.paused')}{' '}
          <a href={rereadLink(links, { turn: turn + 1, auto: false }).replace(LAST_MESSAGE, WRITE)}>
            {t('write.stop')}
          </a>
        </p>
      ) : (
        <PostForm action={links.messages} look="write">
          <TextField
            id={WRITE}
            name="text"
            label={t('write.field')}
            value={draft?.text ?? ''}
            hint={t('write.sensitive')}
            error={draft?.problem}
            focused={draft !== undefined}
            required
          />
          <button type="submit" class="main">
            {t('write.send')}
          </button>
        </PostForm>
      )}
    </section>
  )
}

function Actions({ talk: { frame, links, view } }: TalkProps) {
  const { t, commune, language } = frame
  return (
    <section aria-labelledby="actions" class="actions">
      <h2 id="actions">{t('actions.title')}</h2>
      <ul>
        {view.status === 'open' && (
          <li>
            <PostForm action={links.end}>
              <button type="submit">{t('actions.end')}</button>
            </PostForm>
          </li>
        )}
        <li>
          <a href={links.data}>{t('actions.data')}</a>
        </li>
        <li>
          <a href={links.erase}>{t('actions.erase')}</a>
        </li>
        <li>
          <a href={askLink(commune.id, language)}>{t('actions.new')}</a>
        </li>
      </ul>
    </section>
  )
}
