import { days } from '../days.ts'
import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { code, line, see, type Topic, text } from './topic.ts'

export const howItWorks: Topic = {
  id: 'how-it-works',
  title: 'How it works',
  questions: [
    'What do I have to do so that a resource is backed up?',
    'Do I need to configure anything in the AWS Backup console?',
    'How do I check whether my backups are working?',
    'Where do the backups go, and how long are they kept?',
    'Why are there two backups?',
  ],
  rules: ['tag-enabled', 'type-opted-in', 'central-vault-policy-allows-copy', 'last-copy-worked'],
  tell: ({ tag, member, central }) => [
    {
      is: 'steps',
      lines: [
        line`Put the tag ${code(`${tag.key}=${tag.enabled}`)} on the resource (${code('help tags')}).`,
        line`Encrypt it with a customer managed key of your account, where its type needs one (${code('help keys')}, ${code('help types')}).`,
        line`Let the central account use that key: ${code('policy <arn>')} writes the statements.`,
        line`Ask ${code('check <arn>')} whether all of it is right.`,
        line`After the next schedule look again: ${code('check <arn>')} shows the newest recovery points and the latest copy; ${code('explain <arn>')} says why a job failed.`,
      ],
    },
    text`You configure nothing in AWS Backup yourself: an organisation policy holds the plan, and the CDX team keeps it.`,
    text`There are two steps. AWS Backup makes a recovery point in ${code(member.vault)} of your account, kept for ${days(member.retentionDays)}. Then it copies it into ${code(central.vault)} of the account ${central.name} (${code(central.account)}), kept for ${days(central.retentionDays)} (${see('copies to another account', at.crossAccount)}).`,
    text`The copy is what counts: if your account is broken into or deleted, the central one remains. The local one is there for the copy, and for a quick restore while it lasts.`,
    text`In the AWS Backup console of your account, Jobs shows backup jobs and copy jobs, and Protected resources shows what has recovery points (${see('jobs', at.messages)}).`,
    ...differencesOf('how-it-works'),
  ],
}
