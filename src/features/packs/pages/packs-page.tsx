import type { RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { chosenAgain } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { TextField } from '../../../ui/kit/field.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useRowPrompt } from '../../../ui/kit/use-asked.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { DraftOutcome, useDraftWork } from '../../exchange/pages/draft-work.js'
import { type PacksView, type PackView, packRoutes } from '../contract.js'
import { PackLook, type PackWords, packWords, type Taken } from './pack-look.js'

/** Where the pack that is looked at is. */
type Place = { address: string } | { text: string }

/** A pack as it was looked at, and where. */
interface Looked {
  place: Place
  pack: PackView
}

/** Following packs of other communes: looked at first, taken entry by entry as drafts. */
export function PacksPage({ api, language, user }: PageProps) {
  const words = packWords(language)
  const { say } = words
  const { view, failed, read } = useReading(api, packRoutes.list)
  const field = useRef<HTMLInputElement>(null)
  const focusField = () => field.current?.focus()
  const { work, looked, ...acts } = usePackActs(api, words, { onChanged: read, onNothingTaken: focusField })
  const isBusy = work.step !== null
  return (
    <>
      <p class="hint">{say('intro')}</p>
      <Sheet id="packs-add" title={say('add')} class="packs">
        <AddressForm words={words} field={field} busy={isBusy} onLook={(address) => void acts.look({ address })} />
        <FileField words={words} onLook={(text) => void acts.look({ text })} />
        <DraftOutcome
          problemId="packs-problem"
          problem={failed ? say('failed') : work.problem}
          done={work.step ? say(work.step) : work.done}
          made={work.made}
          label={words.many('publishMade', work.made.length)}
        />
        {looked && (
          <PackLook
            key={`${looked.pack.id} ${looked.pack.version}`}
            words={words}
            language={language}
            pack={looked.pack}
            busy={isBusy}
            onTake={(taken) => !isBusy && void acts.follow(looked, taken)}
            onClose={() => {
              acts.close()
              focusField()
            }}
          />
        )}
      </Sheet>
      <FollowedPacks
        words={words}
        packs={view?.packs ?? null}
        mayDrop={user.roles.includes('admin')}
        busy={isBusy}
        onLook={(address) => !isBusy && void acts.look({ address })}
        onDrop={(id, title) => void acts.drop(id, title)}
      />
      <Sheet id="packs-share" title={say('share')}>
        <p>{say('share.hint')}</p>
      </Sheet>
    </>
  )
}

/** The pack that is looked at, and what is done with packs. */
function usePackActs(api: StaffApi, words: PackWords, told: { onChanged: () => void; onNothingTaken: () => void }) {
  const { say, many } = words
  const [looked, setLooked] = useState<Looked | null>(null)
  const work = useDraftWork<'looking' | 'taking'>(say('failed'))
  return {
    work,
    looked,
    close: () => setLooked(null),
    look: (place: Place) =>
      work.run('looking', async () => {
        setLooked(null)
        setLooked({ place, pack: await api.ask(packRoutes.look, { body: place }) })
      }),
    follow: ({ place, pack }: Looked, taken: Taken) =>
      work.run('taking', async () => {
        const body = { ...place, ...taken, key: pack.key, version: pack.version }
        const { saved, entryIds } = await api.ask(packRoutes.follow, { body })
        setLooked(null)
        work.tell(saved === 0 ? say('takenNone') : many('taken', saved), entryIds)
        if (saved === 0) told.onNothingTaken()
        told.onChanged()
      }),
    drop: (id: string, title: string) =>
      work.run('taking', async () => {
        await api.ask(packRoutes.drop, { params: { id } })
        work.tell(say('dropped', { title }))
        told.onChanged()
      }),
  }
}

interface AddressFormProps {
  words: PackWords
  field: RefObject<HTMLInputElement | null>
  busy: boolean
  onLook: (address: string) => void
}

/** A pack by its address. */
function AddressForm({ words: { say }, field, busy, onLook }: AddressFormProps) {
  const [address, setAddress] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // Not `disabled`: the focus would be lost while it works.
        if (!busy) onLook(address)
      }}
    >
      <TextField
        id="pack-address"
        label={say('address')}
        hint={say('address.hint')}
        describedBy="packs-problem"
        input={field}
        type="url"
        value={address}
        placeholder="https://"
        onValue={setAddress}
      />
      <Button type="submit" label={say('look')} isOff={busy} />
    </form>
  )
}

/** A pack as a file. */
function FileField({ words: { say }, onLook }: { words: PackWords; onLook: (text: string) => void }) {
  return (
    <TextField
      id="pack-file"
      label={say('file')}
      hint={say('file.hint')}
      describedBy="packs-problem"
      type="file"
      accept=".json"
      onClick={chosenAgain}
      onChange={async (event) => {
        const text = await event.currentTarget.files?.[0]?.text()
        if (text !== undefined) onLook(text)
      }}
    />
  )
}

interface Props {
  words: PackWords
  /** `null` until they are read. */
  packs: PacksView['packs'] | null
  mayDrop: boolean
  busy: boolean
  onLook: (address: string) => void
  onDrop: (id: string, title: string) => void
}

/** The packs that the commune follows, with what to do of each. */
function FollowedPacks({ words, packs, mayDrop, busy, onLook, onDrop }: Props) {
  const { say } = words
  const asked = useRowPrompt((id) => `drop-${id}`)
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <Sheet id="packs-list" title={say('list')} heading={heading} class="import-history">
      {packs?.length === 0 && <p>{say('list.none')}</p>}
      <ul>
        {packs?.map(({ id, title, version, sourceName, licence, address, fingerprint, followers }) => (
          <li key={id}>
            <p>
              <strong>{title}</strong>, {say('list.line', { version, source: sourceName, licence })}
            </p>
            <p class="hint">
              {words.many('pack.followers', followers)} {say('pack.fingerprint')} <code>{fingerprint}</code>
            </p>
            {address === '' && <p class="hint">{say('list.byFile')}</p>}
            <p class="export-links">
              {address !== '' && (
                <Button label={say('list.check', { title })} isOff={busy} onClick={() => onLook(address)} />
              )}
              {mayDrop && asked.id !== id && (
                <Button
                  look="quiet"
                  label={say('list.drop', { title })}
                  id={`drop-${id}`}
                  isOff={busy}
                  onClick={() => !busy && asked.ask(id)}
                />
              )}
            </p>
            {asked.id === id && (
              <>
                <p>{say('drop.confirm', { title })}</p>
                <p class="export-links">
                  <Button ref={focusOnce} label={say('drop.no')} onClick={asked.giveUp} />
                  <Button
                    label={say('drop.yes')}
                    onClick={() => {
                      asked.settle()
                      heading.current?.focus()
                      onDrop(id, title)
                    }}
                  />
                </p>
              </>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus()
}
