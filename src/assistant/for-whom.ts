/** Whom a talk may be about, besides nobody in particular. */
export const FOR_WHOM = ['self', 'child', 'spouse', 'parent', 'foreigner', 'professional'] as const
/** One of {@link FOR_WHOM}: the citizen herself, her child, spouse or parent, somebody who is not French, or a business of hers. */
export type ForWhom = (typeof FOR_WHOM)[number]
