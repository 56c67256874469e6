import { useEffect, useState } from 'preact/hooks'
import { CheckFields } from '../../../ui/kit/field.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { AccountWords, OwnActs } from '../../accounts/pages/part-props.js'
import { remoteReplyRoutes, type WishesView } from '../contract.js'

interface Props {
  api: StaffApi
  words: AccountWords
  acts: OwnActs
}

/** By what one is told of requests while one's console is closed; nothing where no way can. */
export function WaysSection({ api, words: { say, language }, acts }: Props) {
  const [view, setView] = useState<WishesView | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    api.ask(remoteReplyRoutes.wishes).then(setView, () => setFailed(true))
  }, [api])
  if (!failed && (view === null || view.ways.length === 0)) return null
  const choose = async (chosen: WishesView['ways'][number]['way'][]) => {
    setFailed(false)
    try {
      setView(await acts.change(remoteReplyRoutes.choose, { body: { ways: chosen, language } }))
      acts.tell(say('ways.saved'))
    } catch {
      setFailed(true)
    }
  }
  return (
    <Sheet id="ways-title" title={say('ways')}>
      <CheckFields
        id="ways"
        legend={say('ways.legend')}
        hint={say('ways.hint')}
        error={failed ? say('failed') : undefined}
        options={(view?.ways ?? []).map(({ way }) => [way, say(`ways.${way}`)] as const)}
        ticked={(view?.ways ?? []).flatMap(({ way, chosen }) => (chosen ? way : []))}
        onTick={(ticked) => void choose(ticked)}
      />
    </Sheet>
  )
}
