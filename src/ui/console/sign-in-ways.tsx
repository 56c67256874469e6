import { useEffect, useState } from 'preact/hooks'
import type { SignInView } from '../../features/accounts/routes/account-contract.js'
import type { NamedCommune } from '../../platform/http/contract.js'
import type { Translate } from '../kit/words.js'

/** What else than a password: the identity provider, when there is one, once for each commune among which it has her choose, and a forgotten password. */
export function SignInWays({ t, communes }: { t: Translate; communes: readonly NamedCommune[] }) {
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
          {communes.map(({ id, name }) => (
            <a
              key={id}
              class="button wide"
              href={`/api/v1/session/provider?${new URLSearchParams({ page, commune: id })}`}
            >
              {t('signIn.providerCommune', { name: provider, commune: name })}
            </a>
          ))}
          {communes.length === 0 && (
            <a class="button wide" href={`/api/v1/session/provider?page=${page}`}>
              {t('signIn.provider', { name: provider })}
            </a>
          )}
        </>
      )}
    </div>
  )
}
