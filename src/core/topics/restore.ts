import { days } from '../days.ts'
import { kinds } from '../kinds/index.ts'
import { recipes } from '../restore/recipes/index.ts'
import { differencesOf } from './differences.ts'
import { code, type Line, line, names, see, strong, type Topic, text } from './topic.ts'

const nameOf = (id: string): string => kinds.find(kind => kind.id === id)?.name ?? id

const restored: readonly Line[] = recipes.map(
  ({ kinds: ids, makes, overwrites, source }) =>
    line`${strong(`${names(ids.map(nameOf))}:`)} ${makes}.${overwrites ? ` ${overwrites}` : ''} (${see('how', source)})`,
)

const restoring = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html'

export const restore: Topic = {
  id: 'restore',
  title: 'Restore',
  questions: [
    'Can I restore backups myself?',
    'What does a restore make, and does it overwrite anything?',
    'Whom do I ask for a restore from the central vault?',
  ],
  rules: ['local-point-exists', 'central-point-exists'],
  tell: ({ member, central }) => [
    text`From the central vault: no. Ask the CDX team, who restore out of ${code(central.vault)} in ${central.name} (${code(central.account)}), where recovery points live for ${days(central.retentionDays)}. Name the resource, the point in time, and the account that it shall come back to.`,
    text`From the local vault: yes, as long as the recovery point lives there, ${days(member.retentionDays)}. Open ${code(member.vault)} in the AWS Backup console of your account, choose the recovery point, and restore it if your role may (${see('restoring', restoring)}). ${code('check <arn>')} shows which recovery points there are.`,
    text`A restore makes the following; the original stays as it is where nothing else is said:`,
    { is: 'points', lines: restored },
    ...differencesOf('restore'),
  ],
}
