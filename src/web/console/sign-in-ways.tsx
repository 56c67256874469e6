import { useEffect, useState } from 'preact/hooks'
import type { SignInView } from '../../http/account/account-contract.js'
import type { Translate } from './words.js'

/** What else than a password: the identity provider, when there is one, and a forgotten password. */
export function SignInWays({ t }: { t: Translate }) {
  const [provider, setProvider] = useState<string | null>(null)
  useEffect(() => {
    const told = fetch('/api/v1/sign-in', { headers: { Accept: 'application/json' } })
    told
      .then((answer) => (answer.ok ? (answer.json() as Promise<SignInView>) : null))
      .then((view) => setProvider(view?.provider ?? null))
      .catch(() => {})
  }, [])
  const page = location.pathname.replace(/\W/g, '')
  return (
    <div class="sign-in-ways">
      <a href="/compte#oubli">{t('signIn.forgotten')}</a>
      {provider && (
        <>
          <p class="or">{t('signIn.or')}</p>
          <a class="button wide" href={`/api/v1/session/provider?page=${page}`}>
            {t('signIn.provider', { name: provider })}
          </a>
        </>
      )}
    </div>
  )
}
