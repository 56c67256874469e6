import type { ComponentChildren } from 'preact'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Mark } from '../../../ui/console/sign-in-page.js'
import { useFocusOnOpen } from '../../../ui/kit/use-focus-on-open.js'
import type { FrameProps } from './frame-props.js'

interface Props extends Pick<FrameProps, 't' | 'language' | 'onLanguage'> {
  title: string
  children: ComponentChildren
}

/** A page of one form, as the page of sign-in is. */
export function CardPage({ t, language, onLanguage, title, children }: Props) {
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  // What is shown in the place of something else is read from its beginning.
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <main class="sign-in-page">
      <div class="sign-in-card">
        <p class="brand">
          <Mark /> {t('product')}
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
      <button type="button" class="button quiet" lang={other} onClick={() => onLanguage(other)}>
        {t('languageSwitch')}
      </button>
    </main>
  )
}
