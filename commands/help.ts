import { helpBlocks, topicBlocks, verbHelpBlocks } from '../blocks/help.ts'
import { short } from '../src/core/arn.ts'
import { printIntent } from '../src/core/intent.ts'
import { topicJson } from '../src/core/topics/as-json.ts'
import { topicOf, topics, typesLike } from '../src/core/topics/index.ts'
import { mistake } from '../src/core/trouble.ts'
import { verbs } from '../src/core/verbs.ts'
import { nearest } from '../src/core/words.ts'
import { type Command, mistakeReply, type Reply } from './command.ts'

const entries = Object.entries(verbs).map(([verb, it]) => ({ verb, ...it }))
const schema = 'backup-bot/help/1'

const all = (): Reply => ({
  blocks: helpBlocks(entries, topics),
  json: { schema, verbs: entries, topics: topics.map(({ id, title, questions }) => ({ id, title, questions })) },
  exit: 0,
})

const choice = (topic: string) => ({ label: topic, words: printIntent({ verb: 'help', topic }) })

const unknownTopic = (word: string): Reply => {
  const alike = typesLike(word)
  if (alike.length)
    return mistakeReply(
      mistake(`"${short(word)}" is in the names of these types. Which one?`, { choices: alike.map(choice) }),
    )
  const known = [...entries.flatMap(it => (it.verb === 'help' ? [] : [it.verb])), ...topics.map(it => it.id)]
  const meant = nearest(word, known)
  const did = meant === undefined ? '.' : `; did you mean ${meant}?`
  return mistakeReply(
    mistake(
      `There is no help on "${short(word)}"${did} These are the verbs and topics; the id of a type, such as ebs, works as well.`,
      {
        choices: [...new Set([...(meant === undefined ? [] : [meant]), ...known])].map(choice),
        usage: 'help',
      },
    ),
  )
}

export const help = {
  run: async ({ topic: word }, { house, enter }) => {
    enter?.('show')
    if (!word) return all()
    const verb = entries.find(it => it.verb === word.toLowerCase())
    const topic = topicOf(word)
    const told = topic && { topic, pieces: topic.tell(house) }
    if (verb)
      return {
        blocks: verbHelpBlocks(verb, told),
        json: { schema, verbs: [verb], ...(told ? { topic: topicJson(told) } : {}) },
        exit: 0,
      }
    if (!told) return unknownTopic(word)
    return { blocks: topicBlocks(told), json: { schema, topic: topicJson(told) }, exit: 0 }
  },
} satisfies Command<'help'>
