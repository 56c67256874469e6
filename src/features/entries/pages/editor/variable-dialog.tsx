import { useLayoutEffect, useState } from 'preact/hooks'
import { foldText } from '../../../../platform/text/fold-text.js'
import { Dialog } from '../../../../ui/kit/dialog.js'
import type { EntryView } from '../../contract.js'
import { useEntries } from '../entry-states.js'

interface Props {
  variables: EntryView['variables']
  /** Puts it in the text that waits for one; `null`: none does. */
  insert: ((words: string) => void) | null
  onClose: () => void
}

/** What the town says of itself, to be inserted in a text: there it changes by itself when the town's settings do. */
export function VariableDialog({ variables, insert, onClose }: Props) {
  const { say } = useEntries().words
  const [search, setSearch] = useState('')
  const isOpen = insert !== null
  useLayoutEffect(() => {
    if (isOpen) setSearch('')
  }, [isOpen])
  const wanted = foldText(search)
  const found = variables.filter(({ name, value }) =>
    foldText(`${name.replaceAll(/[.-]/g, ' ')} ${value}`).includes(wanted),
  )
  const choose = (name: string) => {
    onClose()
    // After the dialog has closed and given the focus back.
    requestAnimationFrame(() => insert?.(`{{${name}}}`))
  }
  return (
    <Dialog class="variables" title={say('variables.title')} close={say('close')} isOpen={isOpen} onClose={onClose}>
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
                <button type="button" class="button quiet" onClick={() => choose(name)}>
                  <strong lang="fr">{value || say('variables.empty')}</strong>
                  <code>{name}</code>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}
