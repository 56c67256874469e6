import { localeOf, type StaffLanguage } from '../../../platform/model/language.js'
import { RATING_LEVELS, type RatingLevel } from '../../../platform/model/rating.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { Icon } from '../../../ui/kit/icon.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { Table } from '../../../ui/kit/table.js'
import type { RatingsView } from '../../statistics/contract.js'
import type { ReadinessView } from '../contract.js'
import type { ServiceState } from './service-api.js'

interface Props {
  t: Translate
  language: StaffLanguage
  service: ServiceState
}

/** What is installed and what works, in words. */
export function ServiceStateView({ t, language, service }: Props) {
  const { readiness, queue, ratings, readAt } = service
  return (
    <>
      <p class="hint">{t('admin.readAt', { moment: momentInWords(readAt, language, new Date()) })}</p>
      <Parts t={t} readiness={readiness} />
      <Content t={t} readiness={readiness} />
      <Sheet id="reception" title={t('admin.reception')}>
        {queue ? (
          <dl class="figures">
            <Figure label={t('admin.agents')} value={queue.availableAgents} />
            <Figure label={t('admin.pending')} value={queue.pending.length} />
            <Figure label={t('admin.assigned')} value={queue.mine.length + queue.others.length} />
            <Figure label={t('admin.ended')} value={queue.ended.length} />
          </dl>
        ) : (
          <p>{t('admin.receptionFailed')}</p>
        )}
      </Sheet>
      {ratings && <Ratings t={t} language={language} ratings={ratings} />}
    </>
  )
}

/** How many citizens said what they thought of their conversations, and what most of them think, in words. */
function Ratings({ t, language, ratings }: Pick<Props, 't' | 'language'> & { ratings: RatingsView }) {
  const { count, mean } = ratings
  const figure = mean?.toLocaleString(localeOf(language), { maximumFractionDigits: 1 }) ?? ''
  return (
    <Sheet id="ratings" title={t('admin.ratings')}>
      <dl class="figures">
        <Figure label={t('admin.ratings.count')} value={count} />
      </dl>
      <p>
        {mean === null
          ? t('admin.ratings.none')
          : t('admin.ratings.mean', { words: t(`admin.ratings.${levelOf(mean)}`), mean: figure })}
      </p>
    </Sheet>
  )
}

/** The level nearest to a mean. */
function levelOf(mean: number): RatingLevel {
  return RATING_LEVELS.find((level) => mean < level + 0.5) ?? 5
}

function Parts({ t, readiness }: { t: Translate; readiness: ReadinessView }) {
  const { status, storage, model, modelReason, encoderVersion, mail, tchap, clock } = readiness
  return (
    <Sheet id="parts" title={t('admin.parts')}>
      <dl class="parts">
        <Part label={t('admin.overall')} good={status === 'ready'} words={t(`admin.overall.${status}`)} />
        <Part label={t('admin.storage')} good={storage === 'writable'} words={t(`admin.storage.${storage}`)} />
        <Part
          label={t('admin.model')}
          good={model === 'ready'}
          words={t(`admin.model.${model}`)}
          detail={modelReason}
        />
        <Part
          label={t('admin.mail')}
          good={mail.failed > 0 ? false : mail.status === 'off' ? null : true}
          words={t(`admin.mail.${mail.status}`, { waiting: mail.waiting })}
          detail={mail.failed > 0 ? t('admin.mail.failed', { failed: mail.failed, fault: mail.lastFault ?? '' }) : null}
        />
        {mail.replies.status === 'on' && (
          <Part
            label={t('admin.replies')}
            good={mail.replies.lastFault === null}
            words={t(mail.replies.lastFault === null ? 'admin.replies.on' : 'admin.replies.away', {
              refused: mail.replies.refused,
            })}
            detail={mail.replies.lastFault}
          />
        )}
        {tchap.status === 'on' && (
          <Part
            label={t('admin.tchap')}
            good={tchap.lastFault === null}
            words={t(tchap.lastFault === null ? 'admin.tchap.on' : 'admin.tchap.away')}
            detail={tchap.lastFault}
          />
        )}
        <Part
          label={t('admin.clock')}
          good={clock.status === 'doubted' ? false : clock.status === 'sure' ? true : null}
          words={t(`admin.clock.${clock.status}`)}
          detail={clock.status === 'doubted' ? t('admin.clock.remedy') : null}
        />
        {encoderVersion && (
          <div>
            <dt>{t('admin.modelVersion')}</dt>
            <dd>
              <code>{encoderVersion}</code>
            </dd>
          </div>
        )}
      </dl>
    </Sheet>
  )
}

interface PartProps {
  label: string
  /** `null`: neither, such as what was never set. */
  good: boolean | null
  words: string
  detail?: string | null
}

function Part({ label, good, words, detail }: PartProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class={good === null ? undefined : good ? 'good' : 'bad'}>
        {good !== null && <Icon name={good ? 'check' : 'alert'} />} {words}
        {detail && <p class="hint">{detail}</p>}
      </dd>
    </div>
  )
}

function Content({ t, readiness }: { t: Translate; readiness: ReadinessView }) {
  const named = readiness.content.filter(({ communeId }) => communeId !== null)
  return (
    <Sheet id="content" title={t('admin.content')}>
      <Table
        kind="facts"
        caption={t('admin.content')}
        isCaptionHidden
        rows={named}
        keyOf={({ communeId }) => communeId ?? ''}
        columns={[
          { name: t('admin.commune'), cell: ({ communeId }) => communeId },
          { name: t('admin.entries'), cell: ({ entries }) => entries },
          {
            name: t('admin.searchedBy'),
            cell: ({ searchedBy, progress, unreadable }) => (
              <>
                {t(`admin.searchedBy.${searchedBy}`)}
                {progress && <p class="hint">{t('admin.embedding', { ...progress })}</p>}
                {unreadable && <p class="bad">{t('admin.unreadable')}</p>}
              </>
            ),
          },
          { name: t('admin.version'), cell: ({ version }) => version && <code>{version}</code> },
        ]}
      />
    </Sheet>
  )
}

function Figure({ label, value }: { label: string; value: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
