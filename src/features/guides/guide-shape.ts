import { z } from 'zod'
import { GUIDE_LENGTHS } from '../../platform/model/guide.js'

const { title, text, help, label, note } = GUIDE_LENGTHS

/** A slot or a value of a guide. */
export const guideName = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'lower-case words joined by hyphens, 40 characters at most')
/** An entry that a guide names. */
export const guideEntryId = z.string().regex(/^[a-z0-9-]{1,80}$/)
/** The sentences of a guide, whether a file or a curator writes them. */
export const guideTexts = {
  title: z.string().min(1).max(title),
  text: z.string().min(1).max(text),
  help: z.string().min(1).max(help).optional(),
  label: z.string().min(1).max(label),
  note: z.string().min(1).max(note).optional(),
}

const end = z.strictObject({ entryId: guideEntryId, note: guideTexts.note })

/** A guide as a curator publishes it: by the lengths and names of the files, with the words of replies beside each choice. */
export const writtenGuide = z.strictObject({
  title: guideTexts.title,
  questions: z
    .array(
      z.strictObject({
        slot: guideName,
        text: guideTexts.text,
        help: guideTexts.help,
        choices: z.array(
          z.strictObject({ value: guideName, label: guideTexts.label, replies: z.array(z.string().min(1)).max(40) }),
        ),
      }),
    )
    .min(1),
  branches: z.array(end.extend({ when: z.record(guideName, z.array(guideName).min(1)) })).min(1),
  otherwise: end,
  given: z.record(guideName, guideName),
  madeFrom: z.string().max(40).optional(),
})
