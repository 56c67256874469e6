import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../../../ui/kit/icon.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { shellWords } from '../../../ui/kit/shell-words.js'
import { webhookRoutes } from '../contract.js'

/** That software of the town is no longer told, on an administrator's first page; otherwise nothing. What cannot be read is not announced. */
export function WebhookBanner({ api, language }: SectionProps) {
  const { say } = shellWords(language)
  const [names, setNames] = useState<string[]>([])
  useEffect(() => {
    api.ask(webhookRoutes.list).then(
      ({ webhooks }) => setNames(webhooks.filter(({ needsCare }) => needsCare).map(({ name }) => name)),
      () => {},
    )
  }, [api])
  if (names.length === 0) return null
  return (
    <aside class="stop-banner" aria-label={say('webhooks.title')}>
      <Icon name="alert" />
      <p>{say('webhooks.failing', { names: names.join(', ') })}</p>
      <a href={hrefOf('webhooks')}>{say('webhooks.go')}</a>
    </aside>
  )
}
