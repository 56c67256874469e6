import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { foldText } from '../../../../platform/text/fold-text.js'
import type { EntryView } from '../../contract.js'
import { useEntries } from '../entry-states.js'

interface Props {
  variables: EntryView['variables']
  isOpen: boolean
  onChoose: (name: string) => void
  onClose: () => void
}

/** What the town says of itself, to be inserted in a text: there it changes by itself when the town's settings do. */
export function VariableDialog({ variables, isOpen, onChoose, onClose }: Props) {
  const { say } = useEntries().words
  const dialog = useRef<HTMLDialogElement>(null)
  const [search, setSearch] = useState('')
  useLayoutEffect(() => {
    if (isOpen && !dialog.current?.open) {
      setSearch('')
      dialog.current?.showModal()
    }
    if (!isOpen && dialog.current?.open) dialog.current.close()
  }, [isOpen])
  const wanted = foldText(search)
  const found = variables.filter(({ name, value }) =>
    foldText(`${name.replaceAll(/[.-]/g, ' ')} ${value}`).includes(wanted),
  )
  return (
    <dialog ref={dialog} class="help variables" aria-labelledby="variables-title" onClose={onClose}>
      <div class="help-head">
        <h2 id="variables-title">{say('variables.title')}</h2>
        <button type="button" class="button quiet" onClick={() => dialog.current?.close()}>
          {say('close')}
        </button>
      </div>
      {isOpen && (
        <>
          <p class="hint">{say('variables.hint')}</p>
          <div class="field">
            <label for="variables-search">{say('variables.search')}</label>
            <input
              id="variables-search"
              type="search"
              value={search}
              autocomplete="off"
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          </div>
          {found.length === 0 && <p role="status">{say('variables.none')}</p>}
          <ul class="variable-list">
            {found.map(({ name, value }) => (
              <li key={name}>
                <button type="button" class="button quiet" onClick={() => onChoose(name)}>
                  <strong lang="fr">{value || say('variables.empty')}</strong>
                  <code>{name}</code>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </dialog>
  )
}
