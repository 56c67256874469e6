import { directionOf } from '../../../platform/model/language.js'
import type { Block } from '../../../platform/text/rich-text.js'
import { Blocks, Spans } from '../../../ui/plain/pages/spans.js'
import type { SheetProps } from './sheet.js'

/** Left as they are in the sentences, for the script to fill. */
const PLACES = { missing: '{missing}', total: '{total}' }

/** What to bring, with a box to tick before each paper: by hand once printed, or here, with or without script. */
export function PapersList({ sheet, blocks }: SheetProps & { blocks: readonly Block[] }) {
  const { t, language } = sheet.frame
  const own = { lang: language, dir: directionOf(language) }
  let count = 0
  const parts = blocks.map((block) => {
    if (block.kind === 'paragraph') return <Blocks blocks={[block]} />
    return (
      <ul class="boxes">
        {block.items.map((spans) => {
          const id = `piece-${count++}`
          return (
            <li>
              <input type="checkbox" id={id} autocomplete="off" />
              <label for={id}>
                <Spans spans={spans} />{' '}
                <strong class="lack" {...own}>
                  ({t('sheet.lack')})
                </strong>
              </label>
            </li>
          )
        })}
      </ul>
    )
  })
  if (count === 0) return <>{parts}</>
  return (
    <>
      <p class="hint screen" {...own}>
        {t('sheet.check')}
      </p>
      {parts}
      <p
        id="bilan"
        class="total"
        role="status"
        {...own}
        data-missing={t('sheet.missing', PLACES)}
        data-missing-one={t('sheet.missing_one', PLACES)}
        data-complete={t('sheet.complete')}
      />
    </>
  )
}
