import { linked, mono, page, plain, table } from '../core/markdown.ts'
import {
  acts,
  aloneReads,
  centralReads,
  managementReads,
  memberReads,
  ownActions,
  type Permission,
  tableActions,
} from './permissions.ts'

const fileOf = ({ usedBy }: Permission): string => (usedBy === 'store' ? 'src/store/' : `src/aws/${usedBy}.ts`)

const part = (title: string, about: string, list: readonly Permission[]): string =>
  [
    `## ${title}`,
    plain(about),
    table(
      ['action', 'why', 'used by'],
      list
        .toSorted((one, other) => (one.action < other.action ? -1 : 1))
        .map(it => [mono(it.action), plain(it.why), mono(fileOf(it))]),
    ),
  ].join('\n\n')

/** Each permission, why it is needed and which code uses it: what to show whoever must agree to the roles. */
export const permissionPage = (): string =>
  page('Permissions', 'src/aws/permissions.ts', [
    plain(
      'The roles that infra deploys grant these actions and no others. A test fails when the source makes a call that is not listed here, and when something listed is not called.',
    ),
    part('Read role of a member account', 'In every account of the organisation. It changes nothing.', memberReads),
    part(
      'Read role of the central account',
      'It changes nothing. Where the account is among the accounts of organisation.json, it holds the reads of a member, too.',
      centralReads,
    ),
    part(
      'Read role of the management account',
      'Only where organisation.json names the account (management). It changes nothing.',
      managementReads,
    ),
    part(
      'Without a read role',
      'Only where readRole is null, and then beside the reads above. AWS lets everybody ask.',
      aloneReads,
    ),
    part(
      'Act role',
      'Only where actRole is set in organisation.json. Used when a person who may pressed the button for it. PassRole is limited to the backup role and to AWS Backup, vaults to the local and the central ones.',
      acts,
    ),
    part('The bot itself', 'Where it runs.', ownActions),
    part('Its table', 'On its own table and its two indexes.', tableActions),
    plain('What IAM knows of each action stands in') +
      ` ${linked('AWS’s reference', 'https://docs.aws.amazon.com/service-authorization/latest/reference/')}.`,
  ])
