import type { House } from './house.ts'
import type { Recipe, ShellWord } from './restore/recipe.ts'
import { keepDays, needsCopy, type Request } from './restore/request.ts'
import {
  type Call,
  knownPoint,
  recipeFor,
  restoreInput,
  type StartCopyJob,
  type StartRestoreJob,
  startCopyJob,
  startRestoreJob,
  tokenOf,
} from './runbook/calls.ts'
import { aws, shellQuote } from './runbook/shell.ts'

export type { Call, StartCopyJob, StartRestoreJob } from './runbook/calls.ts'

export type Step = {
  readonly title: string
  readonly account: string
  readonly region: string
  /** Lines for a POSIX shell, complete; variables are set by the steps before. */
  readonly commands: readonly string[]
  readonly note?: string
}
export type Runbook = {
  readonly steps: readonly Step[]
  /** `null`: the recovery point is where it is needed. */
  readonly copy: Call<StartCopyJob> | null
  /** `null`: the recovery point has still to be copied back, so that its ARN is not known. */
  readonly restore: Call<StartRestoreJob> | null
  readonly cautions: readonly string[]
}

/** Asks for one field of a job that the steps before started; text, for a person or a variable. */
const ask = (region: string, what: 'copy' | 'restore', query: string): string => {
  const job: ShellWord = { shell: what === 'copy' ? '"$COPY_JOB"' : '"$RESTORE_JOB"' }
  return aws(region, 'backup', `describe-${what}-job`, `--${what}-job-id`, job, '--query', query, '--output', 'text')
}
const wait = (asking: string): string =>
  `until ${asking} | tee /dev/stderr | grep -Eq '^(COMPLETED|FAILED|PARTIAL|ABORTED)$'; do sleep 60; done`

const copySteps = (request: Request, { account, region, input }: Call<StartCopyJob>): readonly Step[] => [
  {
    title: 'Copy back',
    account,
    region,
    commands: [
      `COPY_JOB=$(${aws(
        region,
        'backup',
        'start-copy-job',
        '--recovery-point-arn',
        input.RecoveryPointArn,
        '--source-backup-vault-name',
        input.SourceBackupVaultName,
        '--destination-backup-vault-arn',
        input.DestinationBackupVaultArn,
        '--iam-role-arn',
        input.IamRoleArn,
        '--idempotency-token',
        input.IdempotencyToken,
        '--lifecycle',
        JSON.stringify(input.Lifecycle),
        '--query',
        'CopyJobId',
        '--output',
        'text',
      )})`,
      'echo "$COPY_JOB"',
    ],
    note: `Tell the bot: /backup requests copy ${request.id} with the id that is printed.`,
  },
  {
    title: 'Wait for the copy',
    account,
    region,
    commands: [
      wait(ask(region, 'copy', 'CopyJob.State')),
      ask(region, 'copy', 'CopyJob.[State,StatusMessage]'),
      `POINT=$(${ask(region, 'copy', 'CopyJob.DestinationRecoveryPointArn')})`,
      'echo "$POINT"',
    ],
  },
]

const restoreSteps = (request: Request, house: House, recipe: Recipe): readonly Step[] => {
  const { account, region } = request.target
  const known = knownPoint(request)
  const input = restoreInput(request, house, known ?? request.point.arn)
  const vault = needsCopy(request) ? house.member.vault : request.point.vault
  const point: ShellWord = { shell: '"$POINT"' }
  const here = { account, region }
  const metadata = JSON.stringify(input.Metadata)
  const cooking = { ...request, token: tokenOf(request, 'restore') }
  const finish = recipe.finish?.(cooking) ?? []
  return [
    {
      ...here,
      title: 'Look at the recovery point',
      commands: [
        ...(known === null ? [] : [`POINT=${shellQuote(known)}`]),
        aws(
          region,
          'backup',
          'describe-recovery-point',
          '--backup-vault-name',
          vault,
          '--recovery-point-arn',
          point,
          '--query',
          '[Status,ResourceArn,EncryptionKeyArn,CalculatedLifecycle.DeleteAt]',
        ),
        aws(
          region,
          'backup',
          'get-recovery-point-restore-metadata',
          '--backup-vault-name',
          vault,
          '--recovery-point-arn',
          point,
          '--query',
          'RestoreMetadata',
        ),
      ],
    },
    {
      ...here,
      title: 'Restore',
      commands: [
        `RESTORE_JOB=$(${aws(
          region,
          'backup',
          'start-restore-job',
          '--recovery-point-arn',
          point,
          '--iam-role-arn',
          input.IamRoleArn,
          '--idempotency-token',
          input.IdempotencyToken,
          ...(input.ResourceType === undefined ? [] : ['--resource-type', input.ResourceType]),
          '--metadata',
          metadata,
          '--query',
          'RestoreJobId',
          '--output',
          'text',
        )})`,
        'echo "$RESTORE_JOB"',
      ],
      note: `Tell the bot: /backup requests restore ${request.id} with the id that is printed.`,
    },
    {
      ...here,
      title: 'Wait for the restore',
      commands: [wait(ask(region, 'restore', 'Status')), ask(region, 'restore', '[Status,StatusMessage]')],
    },
    ...(finish.length === 0
      ? []
      : [{ ...here, title: 'Make it usable', commands: finish.map(words => aws(region, ...words)) }]),
    {
      ...here,
      title: 'Verify',
      commands: [
        `MADE=$(${ask(region, 'restore', 'CreatedResourceArn')})`,
        'echo "$MADE"',
        ...recipe.verify(cooking).map(words => aws(region, ...words)),
      ],
      ...(recipe.afterwards === undefined ? {} : { note: recipe.afterwards }),
    },
    {
      ...here,
      title: 'Have it backed up',
      commands: [
        aws(
          region,
          'resourcegroupstaggingapi',
          'tag-resources',
          '--resource-arn-list',
          { shell: '"$MADE"' },
          '--tags',
          `${house.tag.key}=${house.tag.enabled}`,
        ),
      ],
    },
    ...(needsCopy(request)
      ? [
          {
            ...here,
            title: 'Clean up, once the owner is content',
            commands: [
              `${ask(region, 'restore', 'Status')} | grep -qx COMPLETED && ${aws(region, 'backup', 'delete-recovery-point', '--backup-vault-name', house.member.vault, '--recovery-point-arn', point)}`,
            ],
            note: `This deletes the copy in ${house.member.vault}; without it the copy goes by itself after ${keepDays(house)} days.`,
          },
        ]
      : []),
  ]
}

const cautionsOf = (request: Request, house: House, recipe: Recipe): readonly string[] =>
  [
    request.target.mode === 'overwrite' ? recipe.overwrites : null,
    recipe.beforehand?.(request),
    needsCopy(request) && request.point.vault === house.central.airGappedVault
      ? 'The recovery point is in a logically air-gapped vault: where AWS RAM shares that vault with the target account, it can be restored there without a copy.'
      : null,
    recipe.sure
      ? null
      : `AWS does not document every key of this type's metadata: compare with what get-recovery-point-restore-metadata prints. ${recipe.source}`,
  ].flatMap(it => it ?? [])

/** The exact commands of both legs, filled in, and the same two calls as data for whoever makes them through the SDK. */
export const runbook = (request: Request, house: House): Runbook => {
  const recipe = recipeFor(request)
  const copy = startCopyJob(request, house)
  return {
    steps: [
      ...(copy === null || request.legs.copy.done !== null ? [] : copySteps(request, copy)),
      ...restoreSteps(request, house, recipe),
    ],
    copy,
    restore: startRestoreJob(request, house),
    cautions: cautionsOf(request, house, recipe),
  }
}

/** The whole runbook as one shell script to be copied; notes and places are comments. */
export const asScript = ({ steps, cautions }: Runbook): string =>
  [
    ...cautions.map(it => `# Caution: ${it}`),
    ...steps.flatMap(({ title, account, region, commands, note }) => [
      `\n# ${title}: in account ${account}, ${region}`,
      ...commands,
      ...(note === undefined ? [] : [`# ${note}`]),
    ]),
  ]
    .join('\n')
    .trim()
