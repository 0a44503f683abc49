import type { House } from './house.ts'
import type { Recipe, ShellWord } from './restore/recipe.ts'
import { needsCopy, type Request } from './restore/request.ts'
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

const wait = (region: string, what: 'copy' | 'restore'): string => {
  const [job, field] = what === 'copy' ? ['$COPY_JOB', 'CopyJob.State'] : ['$RESTORE_JOB', 'Status']
  const ask = aws(
    region,
    'backup',
    `describe-${what}-job`,
    `--${what}-job-id`,
    { shell: `"${job}"` },
    '--query',
    field,
    '--output',
    'text',
  )
  return `until ${ask} | tee /dev/stderr | grep -Eq '^(COMPLETED|FAILED|PARTIAL|ABORTED)$'; do sleep 60; done`
}

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
      wait(region, 'copy'),
      aws(
        region,
        'backup',
        'describe-copy-job',
        '--copy-job-id',
        { shell: '"$COPY_JOB"' },
        '--query',
        'CopyJob.[State,StatusMessage]',
        '--output',
        'text',
      ),
      `POINT=$(${aws(region, 'backup', 'describe-copy-job', '--copy-job-id', { shell: '"$COPY_JOB"' }, '--query', 'CopyJob.DestinationRecoveryPointArn', '--output', 'text')})`,
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
  const query = (field: string): string =>
    aws(
      region,
      'backup',
      'describe-restore-job',
      '--restore-job-id',
      { shell: '"$RESTORE_JOB"' },
      '--query',
      field,
      '--output',
      'text',
    )
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
    { ...here, title: 'Wait for the restore', commands: [wait(region, 'restore'), query('[Status,StatusMessage]')] },
    {
      ...here,
      title: 'Verify',
      commands: [
        `MADE=$(${query('CreatedResourceArn')})`,
        'echo "$MADE"',
        ...recipe.verify({ ...request, token: tokenOf(request, 'restore') }).map(words => aws(region, ...words)),
      ],
      ...(recipe.afterwards === undefined ? {} : { note: recipe.afterwards }),
    },
    {
      ...here,
      title: 'Clean up',
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
        ...(needsCopy(request)
          ? [
              aws(
                region,
                'backup',
                'delete-recovery-point',
                '--backup-vault-name',
                house.member.vault,
                '--recovery-point-arn',
                point,
              ),
            ]
          : []),
      ],
      note: needsCopy(request)
        ? `The restored resource is backed up from now on; the copy in ${house.member.vault} is deleted only when the owner is content.`
        : 'The restored resource is backed up from now on.',
    },
  ]
}

const cautionsOf = (request: Request, recipe: Recipe): readonly string[] => [
  ...(request.target.mode === 'overwrite' && recipe.overwrites !== undefined ? [recipe.overwrites] : []),
  ...(recipe.sure
    ? []
    : [
        `AWS does not document every key of this type's metadata: compare with what get-recovery-point-restore-metadata prints. ${recipe.source}`,
      ]),
]

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
    cautions: cautionsOf(request, recipe),
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
