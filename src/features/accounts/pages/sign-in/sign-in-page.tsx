import type { StaffLanguage } from '../../../../platform/model/language.js'
import { SignInForm, type SignInProps } from './sign-in-form.js'

/** What the page around the sign-in form needs. */
export interface SignInPageProps extends SignInProps {
  language: StaffLanguage
  onLanguage: (language: StaffLanguage) => void
}

/** The page that a member of staff sees first. */
export function SignInPage({ t, reason, onSubmit, language, onLanguage }: SignInPageProps) {
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <main class="sign-in-page">
      <div class="sign-in-card">
        <p class="brand">
          <Mark /> {t('product')}
        </p>
        <h1>{t('signIn.title')}</h1>
        <p class="intro">{t('signIn.intro')}</p>
        <SignInForm t={t} reason={reason} onSubmit={onSubmit} />
      </div>
      <button type="button" class="button quiet" lang={other} onClick={() => onLanguage(other)}>
        {t('languageSwitch')}
      </button>
    </main>
  )
}

/** The product's sign: a counter under an arch. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path class="mark-arch" d="M5 28V15a11 11 0 0 1 22 0v13z" />
      <path class="mark-desk" d="M3 21h26M11 15.500h.1M16 15.500h.1M21 15.500h.1" />
    </svg>
  )
}
