import { plural } from '../kit/words.js'
import { useConsole } from './console-context.js'
import { ConsoleDialog } from './console-dialog.js'
import { signOutLoss } from './sign-out-loss.js'

/** Says what signing out costs, before it does. */
export function SignOutDialog() {
  const { t, session, state, language } = useConsole()
  const loss = state.dialog === 'sign-out' ? signOutLoss(state) : null
  const costs = (['talks', 'drafts', 'unsent'] as const)
    .filter((what) => loss !== null && loss[what] > 0)
    .map((what) => plural(t, language, `signOut.${what}`, loss?.[what] ?? 0))
  const signOut = () => {
    session.show(null)
    void session.signOut()
  }
  return (
    <ConsoleDialog name="sign-out" title={t('signOut.title')}>
      <ul>
        {costs.map((cost) => (
          <li key={cost}>{cost}</li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="button main" onClick={signOut}>
          {t('signOut')}
        </button>
        <button type="button" class="button" onClick={() => session.show(null)}>
          {t('signOut.stay')}
        </button>
      </div>
    </ConsoleDialog>
  )
}
