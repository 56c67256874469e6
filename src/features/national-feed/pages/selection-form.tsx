import { useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-national-feed.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-national-feed.fr.json' with { type: 'json' }
import { Button } from '../../../ui/kit/button.js'
import { AreaField, CheckField } from '../../../ui/kit/field.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { sortedTicks, useUnsaved } from '../../../ui/kit/leave-guard.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { type NationalFeedView, nationalRoutes } from '../contract.js'

/** Key of a sentence of the national pages. */
type NationalFeedWordKey = keyof typeof fr
/** The sentences of the national pages in one language. */
export type NationalFeedWords = PageWords<NationalFeedWordKey>

/** The sentences of the national pages. */
export const nationalFeedWords = pageWords<NationalFeedWordKey>(fr, en)

interface Props {
  api: StaffApi
  words: NationalFeedWords
  state: NationalFeedView
  onState: (state: NationalFeedView) => void
}

/** Which fiches the commune takes: whole themes, folders, fiches one by one. */
export function SelectionForm({ api, words: { say, language }, state, onState }: Props) {
  const { themes, selection, unknown } = state
  const astray = [...unknown.themes, ...unknown.ids]
  const widest = new Set(themes.map(({ id }) => id))
  const [ticked, setTicked] = useState(new Set(selection.themes.filter((theme) => widest.has(theme))))
  const [others, setOthers] = useState(selection.themes.filter((theme) => !widest.has(theme)).join('\n'))
  const [ids, setIds] = useState(selection.ids.join(' '))
  const chosen = { themes: [...ticked, ...piecesOf(others, /\n/)], ids: piecesOf(ids, /[\s,;]+/) }
  const comparable = ({ themes, ids }: typeof chosen) => [sortedTicks(themes), ids]
  useUnsaved(comparable(chosen), comparable(selection), language)
  const [done, setDone] = useState('')
  const { isBusy, problem, run } = useAct(say('notSaved'))
  const save = (event: Event) => {
    event.preventDefault()
    void run(async () => {
      setDone('')
      onState(await api.ask(nationalRoutes.select, { body: chosen }))
      setDone(say('saved'))
    })
  }
  const tick = (id: string, isTicked: boolean) => {
    const next = new Set(ticked)
    if (isTicked) next.add(id)
    else next.delete(id)
    setTicked(next)
  }
  return (
    <Sheet id="selection" title={say('selection')} class="national-feed" hint={say('selectionHint')}>
      <form onSubmit={save}>
        <fieldset class="themes">
          <legend>{say('themes')}</legend>
          {themes.map(({ id, title, fiches }) => (
            <CheckField
              key={id}
              label={say('theme', { title, fiches })}
              isChecked={ticked.has(id)}
              onCheck={(isOn) => tick(id, isOn)}
            />
          ))}
        </fieldset>
        <Area
          id="other-themes"
          label={say('otherThemes')}
          hint={say('otherThemesHint')}
          value={others}
          onInput={setOthers}
        />
        <Area id="fiche-ids" label={say('ids')} hint={say('idsHint')} value={ids} onInput={setIds} />
        <ActMessage
          done={done}
          problem={problem || (astray.length > 0 && say('unknown', { names: astray.join(', ') }))}
        />
        <Button type="submit" label={say('save')} isOff={isBusy} />
      </form>
    </Sheet>
  )
}

interface AreaProps {
  id: string
  label: string
  hint: string
  value: string
  onInput: (value: string) => void
}

function Area({ id, label, hint, value, onInput }: AreaProps) {
  return <AreaField id={id} label={label} hint={hint} value={value} rows={3} onValue={onInput} />
}

function piecesOf(text: string, between: RegExp): string[] {
  return text
    .split(between)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
}
