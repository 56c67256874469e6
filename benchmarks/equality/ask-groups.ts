import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Street } from '../street/play-street.js'
import type { Shown } from '../street/shown.js'
import { LENGTH, SPELLING, type Way, WHO, writeAs } from './as-people-write.js'
import type { Marks } from './compare-groups.js'

/** The eight languages beside French. */
export const ABROAD = ['en', 'es', 'pt', 'ro', 'tr', 'uk', 'ru', 'ar'] as const

const written = z.object(Object.fromEntries(ABROAD.map((language) => [language, z.string()])))
const wordings = z.object({
  needs: z.array(
    z.object({ id: z.string(), fr: z.string(), learner: z.string(), words: z.string() }).and(written.partial()),
  ),
})
/** One need: the entry that answers, and how it is written where no rule makes it. */
export type Need = z.infer<typeof wordings>['needs'][number]

/** What wordings differ by. */
export const KINDS = ['who asks', 'spelling', 'length', 'language'] as const
/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number]

/** A group of wordings: one of each need, or `null` where it has none. */
export interface Group extends Pick<Way, 'name' | 'french'> {
  kind: Kind
  wordings: readonly (string | null)[]
}

/** The group that the others are compared with. */
export const NEUTRAL = 'neutral'

/** @throws SyntaxError or ZodError on a bad file */
export async function readNeeds(path = 'benchmarks/equality/wordings.json'): Promise<Need[]> {
  return wordings.parse(JSON.parse(await readFile(path, 'utf8'))).needs
}

/** Every group of wordings of the needs, the neutral one first. */
export function groupsOf(needs: readonly Need[]): Group[] {
  const made = (kind: Kind, ways: readonly Way[]) =>
    ways.map((way) => ({
      ...{ name: way.name, french: way.french },
      kind,
      wordings: needs.map(({ fr }) => writeAs(way, fr)),
    }))
  const own = ({ name, french }: Pick<Way, 'name' | 'french'>, kind: Kind, key: string) => ({
    ...{ name, french, kind },
    wordings: needs.map((need) => (need as Record<string, string | undefined>)[key] ?? null),
  })
  const inFrench = new Intl.DisplayNames('fr', { type: 'language' })
  return [
    own({ name: NEUTRAL, french: 'question neutre' }, 'who asks', 'fr'),
    ...made('who asks', WHO),
    ...made('spelling', SPELLING),
    own({ name: 'learner’s French', french: 'français débutant' }, 'spelling', 'learner'),
    ...made('length', LENGTH),
    own({ name: 'two words', french: 'deux ou trois mots' }, 'length', 'words'),
    ...ABROAD.map((name) => own({ name, french: inFrench.of(name) ?? name }, 'language', name)),
  ]
}

/** How each wording of a group was met. `atOnce`: the right entry is shown; `within`: it is, or one press away. */
export interface Met {
  atOnce: Marks
  within: Marks
  shown: readonly (Shown | null)[]
}

/** Asks every wording of a group, each in a conversation of its own. */
export async function askGroup(street: Street, needs: readonly Need[], group: Group): Promise<Met> {
  const shown: (Shown | null)[] = []
  for (const wording of group.wordings) shown.push(wording === null ? null : await ask(street, wording))
  const mark = (isRight: (one: Shown, id: string) => boolean) =>
    shown.map((one, i) => (one === null ? null : isRight(one, (needs[i] as Need).id)))
  return {
    shown,
    atOnce: mark(isAtOnce),
    within: mark((one, id) => isAtOnce(one, id) || one.proposed.includes(id)),
  }
}

/** The entry is shown, or a guide begins that leads to it. */
function isAtOnce({ entry, guided, proposed }: Shown, id: string): boolean {
  return entry === id || (guided && proposed.includes(id))
}

/** A Wednesday at ten. */
const NOW = '2026-12-02T10:00:00+01:00'

async function ask(street: Street, say: string): Promise<Shown | null> {
  return (await street.play({ now: NOW, turns: [{ say }] }))[0] ?? null
}
