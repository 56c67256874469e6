import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../../platform/model/language.js'
import { ContentError, type EntryFault } from '../entries/catalogue/load-entries.js'
import { readText } from '../entries/catalogue/load-short-translations.js'
import { nameNearestField } from '../entries/lint/unknown-variables.js'
import { describeFaults } from '../settings/schedule-schema.js'
import { REPLY_MOMENTS, type Reply } from './reply.js'
import { unknownReplyVariables } from './reply-variables.js'

const words = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .refine((text) => unknownReplyVariables(text).length === 0, {
    error: ({ input }) => `${unknownReplyVariables(String(input)).join(', ')} is no variable`,
  })
const title = z.string().trim().min(1).max(80)
const replies = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,60}$/),
    title: z.strictObject({ fr: title, en: title }),
    keywords: z.array(z.string().min(1).max(40)).max(20),
    moments: z.array(z.enum(REPLY_MOMENTS)),
    text: z.strictObject({
      ...(Object.fromEntries(LANGUAGES.map((one) => [one, words.optional()])) as Record<
        Language,
        z.ZodOptional<typeof words>
      >),
      fr: words,
    }),
  }),
)

/** The ready replies of a commune's agents, in the order of their files. */
export type RepliesOf = (communeId: string) => readonly Reply[]

/**
 * Reads `<knowledgeDir>/replies/*.json`, which every commune has, and `<townDir>/replies/<commune>/*.json`, its own: one of the same id stands in the
 * place of the shared one. Without a folder there is none.
 * @throws ContentError naming every file at fault
 */
export async function loadReplies(
  { knowledgeDir, townDir }: { knowledgeDir: string; townDir: string },
  communeIds: Iterable<string>,
): Promise<RepliesOf> {
  const faults: EntryFault[] = []
  const shared = await readFolder(join(knowledgeDir, 'replies'), faults)
  const own = new Map<string, Reply[]>()
  for (const id of communeIds) own.set(id, merged(shared, await readFolder(join(townDir, 'replies', id), faults)))
  if (faults.length > 0) throw new ContentError(faults)
  return (communeId) => own.get(communeId) ?? shared
}

async function readFolder(folder: string, faults: EntryFault[]): Promise<Reply[]> {
  if (!existsSync(folder)) return []
  const found = new Map<string, Reply>()
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    try {
      const read = replies.safeParse(JSON.parse(await readText(join(folder, file))), { error: nameNearestField })
      if (!read.success) throw new Error(describeFaults(read.error))
      for (const reply of read.data as Reply[]) {
        if (found.has(reply.id)) throw new Error(`"${reply.id}" is written twice`)
        found.set(reply.id, reply)
      }
    } catch (error) {
      faults.push({ file: `replies/${file}`, fault: error instanceof Error ? error.message : String(error) })
    }
  }
  return [...found.values()]
}

function merged(shared: readonly Reply[], own: readonly Reply[]): Reply[] {
  const byId = new Map(own.map((reply) => [reply.id, reply]))
  const replaced = shared.map((reply) => byId.get(reply.id) ?? reply)
  return [...replaced, ...own.filter(({ id }) => !shared.some((reply) => reply.id === id))]
}
