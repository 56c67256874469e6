import * as sdk from '@botpress/sdk'

type Tagged = { tags: Record<'upstream' | 'downstream', string> }

/**
 * A bot of Botpress that can do nothing but call a person by the `hitl` interface, as the test bots of Botpress's own repository do: what its citizen writes
 * goes to the talk with an agent, what the agent writes comes back, until that side stops.
 */
export function createHitlBot(): sdk.Bot {
  const bot = new sdk.Bot<sdk.DefaultBot<{ integrations: Record<string, never> }>>({ actions: {}, plugins: {} })
  bot.on.message('*', async ({ client, conversation, message, user, ctx }) => {
    const { upstream, downstream } = conversation.tags as Tagged['tags']
    const text = String((message as { payload: { text: string } }).payload.text)
    const say = (conversationId: string, userId: string, words: string) =>
      client.createMessage({ conversationId, userId, type: 'text', payload: { text: words }, tags: {} } as never)
    if (upstream) return void (await say(upstream, user.id, text))
    if (downstream) return void (await say(downstream, user.id, text))
    if (text !== '/agent') return void (await say(conversation.id, ctx.botId, `Je ne sais rien de « ${text} ».`))
    try {
      const { output: made } = await client.callAction({ type: 'guichet:createUser', input: { name: 'Ada' } } as never)
      const { output } = await client.callAction({
        type: 'guichet:startHitl',
        input: {
          userId: (made as { userId: string }).userId,
          title: 'Carte d’identité',
          description: 'Rappelez le 06 12 34 56 78',
          messageHistory: [
            { source: { type: 'user', userId: 'u' }, type: 'text', payload: { text: 'Mon mail est ada@exemple.fr' } },
            { source: { type: 'bot' }, type: 'text', payload: { text: 'Je ne sais rien.' } },
          ],
        },
      } as never)
      const id = (output as { conversationId: string }).conversationId
      await client.updateConversation({ id: conversation.id, tags: { downstream: id } } as never)
      await client.updateConversation({ id, tags: { upstream: conversation.id } } as never)
    } catch (error) {
      await say(conversation.id, ctx.botId, `Personne : ${(error as Error).message}`)
    }
  })
  bot.on.event('*', async ({ event, client, ctx }) => {
    const { conversationId } = event.payload as { conversationId: string }
    const { conversation } = await client.getConversation({ id: conversationId })
    const { upstream } = conversation.tags as Tagged['tags']
    if (!upstream) return
    const text = event.type === 'guichet:hitlAssigned' ? 'Un agent vous répond.' : 'Vous êtes de nouveau avec le robot.'
    if (event.type === 'guichet:hitlStopped')
      await client.updateConversation({ id: upstream, tags: { downstream: '' } } as never)
    await client.createMessage({
      conversationId: upstream,
      userId: ctx.botId,
      type: 'text',
      payload: { text },
      tags: {},
    } as never)
  })
  return bot as unknown as sdk.Bot
}
