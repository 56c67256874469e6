import type { Translate } from '../../../../ui/kit/words.js'
import { OWN_COLOURS, paletteOf, type Scheme } from '../../palette.js'
import { type ThemeDraft, toTheme } from './theme-draft.js'

interface Props {
  t: Translate
  draft: ThemeDraft
  scheme: Scheme
}

/** What the looks make of the launcher, the top of the panel, a question, an answer and its link: drawn, not pressed. */
export function ThemePreview({ t, draft, scheme }: Props) {
  const { accent, on, tint } = paletteOf({ ...toTheme(draft), accent: draft.accent, accentDark: draft.accentDark })[
    scheme
  ]
  const { paper, card } = OWN_COLOURS[scheme]
  const colours = { accent, on, tint, paper, card, radius: `${draft.radius}px` }
  const style = Object.fromEntries(Object.entries(colours).map(([name, value]) => [`--shown-${name}`, value]))
  return (
    <figure class={`theme-preview ${scheme}`} style={style}>
      <figcaption>{t(`admin.theme.preview.${scheme}`)}</figcaption>
      <div class="shown-page" aria-hidden="true">
        <div class="shown-panel">
          <p class="shown-head">{t('admin.theme.sample.head')}</p>
          <p class="shown-bubble own">{t('admin.theme.sample.question')}</p>
          <p class="shown-bubble">
            {t('admin.theme.sample.answer')} <u>{t('admin.theme.sample.link')}</u>
          </p>
          <p class="shown-button">{t('admin.theme.sample.button')}</p>
        </div>
        <p class={`shown-launcher ${draft.launcher}`}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 5h16v11H9l-5 4zM8 9h8m-8 3h5" />
          </svg>
          {draft.launcher === 'labelled' && t('admin.theme.sample.launcher')}
        </p>
      </div>
    </figure>
  )
}
