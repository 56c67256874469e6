import type { SessionView } from '../../../../http/contract.js'
import { SignInForm } from '../../../console/sign-in-form.js'
import { type SignInProblem, signInProblem } from '../../../console/sign-in-problem.js'
import { useEntries } from '../entries-context.js'
import type { DraftSaver, SaveState } from './draft-saver.js'

interface Props {
  state: Extract<SaveState, { kind: 'unsaved' }>
  saver: DraftSaver
}

/** Why what is written is not saved, that nothing of it is lost, and the way on. */
export function UnsavedPanel({ state: { why, message, isKept }, saver }: Props) {
  const { api, t, words, user } = useEntries()
  const { say } = words
  const signIn = async (email: string, password: string, code?: string): Promise<SignInProblem | null> => {
    try {
      const session: SessionView = await api.signIn(email.trim(), password, code)
      // Somebody else's draft is not to be saved under her name.
      if (session.user.id !== user.id) {
        return { sentence: say('unsaved.otherUser', { name: user.displayName }), step: 'password', isFirst: false }
      }
      saver.retry()
      return null
    } catch (error) {
      return signInProblem(error, t)
    }
  }
  return (
    <section class="sheet entry-alert" role="alert">
      <p>
        <strong>{say(`unsaved.${why}`)}</strong> {message && why === 'refused' && message}
      </p>
      <p>{say(isKept ? 'unsaved.kept' : 'unsaved.notKept')}</p>
      {why === 'signed_out' ? (
        <SignInForm t={t} reason={null} onSubmit={signIn} />
      ) : (
        <button type="button" class="button" onClick={() => saver.retry()}>
          {say('unsaved.retry')}
        </button>
      )}
    </section>
  )
}
