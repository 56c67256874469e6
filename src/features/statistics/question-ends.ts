/** How questions end, in the order of their path: the parts of `OUTCOMES` before the first underscore that statistics count. */
export const QUESTION_ENDS = ['answered', 'clarification', 'escalated', 'unanswerable', 'blocked', 'error'] as const
/** One of {@link QUESTION_ENDS}. */
export type QuestionEnd = (typeof QUESTION_ENDS)[number]
