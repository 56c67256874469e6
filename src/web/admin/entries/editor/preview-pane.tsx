import type { PreviewView } from '../../../../http/admin/curation-contract.js'
import { useEntries } from '../entries-context.js'
import { CitizenCard } from './citizen-card.js'

/** What a citizen would read of what is being written. */
export function PreviewPane({ preview, failed }: { preview: PreviewView | null; failed: boolean }) {
  const { say } = useEntries().words
  const unknown = preview?.unknownVariables ?? []
  return (
    <section class="entry-preview" aria-labelledby="entry-preview">
      <h3 id="entry-preview" tabIndex={-1}>
        {say('preview.title')}
      </h3>
      <p class="hint" role="status">
        {failed ? say('preview.failed') : preview ? say('preview.hint') : say('loading')}
      </p>
      {unknown.length > 0 && <p class="entry-fact trouble">{say('preview.unknown', { names: unknown.join(', ') })}</p>}
      {preview && <CitizenCard answer={preview.answer} openings={preview.openings} />}
    </section>
  )
}
