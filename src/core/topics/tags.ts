import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { code, line, see, type Topic, text } from './topic.ts'

/** The same word in the wrong case; with a space behind it where it has no letters. */
const otherCase = (word: string): string =>
  [word.toUpperCase(), word.toLowerCase()].find(it => it !== word) ?? `${word} `

export const tags: Topic = {
  id: 'tags',
  title: 'Tags',
  questions: [
    'Which tag does a resource need to be backed up?',
    'How do I say that no backup is required?',
    'How do I say that we have our own backup solution?',
    'On which resource does the tag belong?',
    'The tag is there, and there is still no backup. Why?',
  ],
  rules: ['tag-enabled', 'region-covered', 'type-opted-in'],
  tell: ({ tag, regions }) => [
    {
      is: 'points',
      lines: [
        line`${code(`${tag.key}=${tag.enabled}`)}: back it up. Only resources with exactly this tag are selected.`,
        line`${code(`${tag.key}=${tag.disabled}`)}: no backup is required.`,
        line`${code(`${tag.key}=${tag.custom}`)}: the team has a backup solution of its own. The CDX guide advises strongly against it: when the account is broken into, backups inside it are worthless.`,
      ],
    },
    text`Key and value are compared exactly, capitals included: ${code(`${tag.key}=${otherCase(tag.enabled)}`)} selects nothing, and nobody tells you (${see('backup policies', at.backupPolicies)}).`,
    text`The tag belongs on what AWS Backup protects: the cluster, not its instances (Aurora, DocumentDB, Neptune, RDS Multi-AZ DB clusters); each volume, not its file system (FSx for NetApp ONTAP); the volume, not the gateway (Storage Gateway); the table, not its database (Timestream). The tag ${code('aws:backup:enabled')} on a bucket is AWS’s own and selects nothing (${see('S3', at.s3)}).`,
    text`A volume and the instance that it is attached to, both tagged, are backed up twice.`,
    text`If the tag is right and no job appears: the type is not opted in (${see('settings', at.started)}), the Region is none of ${regions.join(', ')}, or an SCP denies ${code('tag:GetResources')}, which breaks every selection by tags (${see('troubleshooting', at.troubleshooting)}).`,
    ...differencesOf('tags'),
  ],
}
