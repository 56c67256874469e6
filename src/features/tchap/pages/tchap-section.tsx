import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { momentInWords, timeInWords } from '../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { AccountWords, OwnActs } from '../../accounts/pages/part-props.js'
import { type TchapCodeView, type TchapView, tchapRoutes } from '../contract.js'

/** How often the page looks whether the code was typed, ms. */
const LOOK_MS = 3_000

interface Props {
  api: StaffApi
  words: AccountWords
  acts: OwnActs
  /** Called when the account was linked, or is not any more. */
  onChange: () => void
}

/** One's Tchap account: linked by a code that is typed there. Nothing where the installation has no account in Tchap. */
export function TchapSection(props: Props) {
  const { say, language } = props.words
  const { view, code, failed, begin, unlink } = useTchap(props)
  if (view === null || view.state === 'off') return null
  return (
    <Sheet id="tchap-title" title={say('tchap')} hint={say(`tchap.intro.${view.carriesText ? 'text' : 'link'}`)}>
      {view.state === 'away' && <p>{say('tchap.away')}</p>}
      {view.state === 'linked' && (
        <>
          <p>
            {say('tchap.linked', {
              id: view.matrixId ?? '',
              moment: momentInWords(view.since ?? '', language, new Date()),
            })}
          </p>
          <Button label={say('tchap.unlink')} onClick={unlink} />
        </>
      )}
      {view.state === 'unlinked' &&
        (code ? (
          <>
            <p>{say('tchap.code', { time: timeInWords(code.until, language) })}</p>
            <p class="typed-code">
              <code>{code.code}</code>
            </p>
            <ol class="steps">
              <li>{say('tchap.step.write', { bot: view.bot ?? '' })}</li>
              <li>{say('tchap.step.type')}</li>
            </ol>
          </>
        ) : (
          <Button look="main" label={say('tchap.begin')} onClick={begin} />
        ))}
      <ActMessage problem={failed && say('failed')} />
    </Sheet>
  )
}

/** How one's account stands, and the ways to link it and to unlink it: while a code is shown, it is looked whether it was typed. */
function useTchap({ api, words: { say, language }, acts, onChange }: Props) {
  const [view, setView] = useState<TchapView | null>(null)
  const [code, setCode] = useState<TchapCodeView | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    api.ask(tchapRoutes.read).then(setView, () => setFailed(true))
  }, [api])
  useEffect(() => {
    if (!code) return
    const look = async () => {
      const next = await api.ask(tchapRoutes.read).catch(() => null)
      if (next?.state !== 'linked') return
      setView(next)
      setCode(null)
      onChange()
      acts.tell(say('tchap.done'))
    }
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [code])
  const act = (doing: () => Promise<void>) => {
    setFailed(false)
    doing().catch(() => setFailed(true))
  }
  return {
    view,
    code,
    failed,
    begin: () => act(async () => setCode(await acts.change(tchapRoutes.drawCode, { body: { language } }))),
    unlink: () =>
      act(async () => {
        setView(await acts.change(tchapRoutes.unlink))
        onChange()
        acts.tell(say('tchap.unlinked'))
      }),
  }
}
