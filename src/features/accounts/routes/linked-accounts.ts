import type { Request } from 'express'
import { communeOf } from '../../../platform/http/commune-origins.js'
import { languageOf } from '../../../platform/http/problem.js'
import { serverAddress } from '../../../platform/http/public-address.js'
import type { PersonStore, ToldOfLink } from '../person-verbs.js'
import type { User } from '../staff.js'
import { type EndThroughNeeds, endSessionsThrough } from './end-sessions.js'
import { accountRow, type LinkNeeds, mayMailLink } from './staff-link.js'

/** What tells of links. */
export interface LinkedNeeds extends LinkNeeds, EndThroughNeeds {
  store: LinkNeeds['store'] & EndThroughNeeds['store'] & Pick<PersonStore, 'listLinked' | 'unlinkAccount'>
}

/** A row in the journal of an account's own commune, which names no other. */
export function rowOfLink(clock: Pick<LinkNeeds, 'now'>): ToldOfLink {
  return (user, linked) => {
    const target = { kind: 'user' as const, id: user.id }
    return accountRow(clock, user, { action: 'user_changed', target, before: null, after: { linked } })
  }
}

/** Takes an account away from those of its person, ends the sessions that its links opened, and tells each. */
export async function separateAccount(needs: LinkedNeeds, request: Request, userId: string): Promise<void> {
  const changed = await needs.store.unlinkAccount(userId, rowOfLink(needs))
  await endSessionsThrough(needs, userId)
  await tellOfLinks(needs, request, { changed, what: 'unlinked' })
}

/** Tells the address of each account that its links have changed. No mail names another commune: others may read the box of a service. */
export async function tellOfLinks(
  needs: LinkedNeeds,
  request: Request,
  { changed, what }: { changed: readonly User[]; what: 'linked' | 'unlinked' },
): Promise<void> {
  const { store, say, now, mailer } = needs
  if (!mailer) return
  const language = languageOf(request)
  // Without an address of its own, the server would mail the one that the caller says is its.
  const address = mayMailLink(needs, request) ? [`${serverAddress(needs, request)}/compte`] : []
  for (const user of changed) {
    const names = { name: user.displayName, commune: communeOf(needs, user.communeId).nom }
    const text = (['staff_link.hello', `linked_account.${what}`, 'linked_account.where'] as const).map((key) =>
      say(language, key, names),
    )
    await store.queueCommuneMail({
      communeId: user.communeId,
      kind: 'account_linked',
      to: user.email,
      subject: say(language, 'linked_account.subject', names),
      text: [...text, ...address, say(language, 'linked_account.otherwise', names), names.commune].join('\n\n'),
      createdAt: now().toISOString(),
    })
  }
}
