import type { FactName, FactTable, Unknown } from './fact.ts'
import { fold } from './fold.ts'
import type { Destination } from './house.ts'
import { services, supported } from './links.ts'
import type { Answer, Finding, Reading, Verdict } from './verdict.ts'

type Asked = { readonly to: Destination; readonly checkedAt: string }

const everywhere = (answer: Answer): Verdict['stages'] => ({ selected: answer, 'backed up': answer, copied: answer })

/** One finding is the whole answer. */
const single = (
  resource: Verdict['resource'],
  found: Finding,
  { to, checkedAt }: Asked,
  notes: readonly string[] = [],
): Verdict => ({
  resource,
  to,
  verdict: fold([found]),
  verdictByAws: fold([found]),
  stages: everywhere(fold([found])),
  encryption: { kind: 'unknown', keys: [] },
  findings: [found],
  unchecked: [],
  notes,
  nested: [],
  checkedAt,
})

/** What was pasted, as `parseTarget` answers for a service that AWS Backup does not support. */
type Unsupported = {
  readonly service: string
  readonly what: string
  readonly advice: string
  readonly arn?: string
}

export const judgeUnsupported = ({ service, what, advice, arn = '' }: Unsupported, asked: Asked): Verdict => {
  const [, , , region = '', account = '', ...rest] = arn.split(':')
  const name = rest.join(':')
  return single(
    { arn, account, region, type: `unsupported:${service}`, name: name || what },
    {
      rule: 'type-supported',
      stage: 'selected',
      outcome: 'blocked',
      authority: 'aws',
      because: `AWS Backup does not support it: ${name === '' ? what : `${name} is of the kind ${what}`}.`,
      evidence: [],
      fix: { say: advice },
      source: supported,
    },
    asked,
  )
}

const steps: Readonly<Record<Unknown['why'], string>> = {
  'not found': 'Check the name, the account and the Region: nothing of that name is there.',
  denied:
    'Whoever administers the account lets the bot make the call named above. Where another account owns it, name that one.',
  'no reader': 'Name the account and the Region.',
  'aws error': 'Ask again in a few minutes; if AWS keeps failing, tell the CDX team.',
}

/** It is not there, or nobody may say where it is, so nothing else is worth asking. */
export const judgeMissing = (
  reading: Pick<Reading, 'resource' | 'kind' | 'notes'>,
  { why, detail }: Unknown,
  asked: Asked,
): Verdict => {
  const { arn, account, region, name } = reading.resource
  const what = why === 'not found' ? 'was not found' : 'could not be found'
  return single(
    { arn, account, region, type: reading.kind, name },
    {
      rule: 'resource-exists',
      stage: 'selected',
      outcome: 'unknown',
      authority: 'aws',
      because: `${name} ${what}, so nothing could be checked: ${detail}`,
      evidence: [],
      fix: { say: steps[why] },
      source: services,
    },
    asked,
    reading.notes,
  )
}

/** The resource itself is not there. */
export const isMissing = ({ findings }: Pick<Verdict, 'findings'>): boolean =>
  findings.some(it => it.rule === 'resource-exists')

/** What a resource leaves behind, by the rule that tells it. */
const remains: Readonly<Record<string, FactName | undefined>> = {
  'local-point-exists': 'localPoint',
  'central-point-exists': 'centralPoint',
  'last-copy-worked': 'lastCopy',
}

/** Of a resource that is not there, only what keeps the answer open and what it left behind is worth telling. */
export const ofMissing = (findings: readonly Finding[], facts: FactTable, arn: string): readonly Finding[] => {
  const isLeft = ({ rule }: Finding) => {
    const name = remains[rule]
    const fact = name && facts[name]
    return fact?.known === true && fact.value !== null
  }
  const told = findings.filter(it => isLeft(it) || it.outcome === 'blocked' || it.outcome === 'unknown')
  if (!told.some(it => it.rule !== 'last-copy-worked' && isLeft(it))) return told
  const fix = { say: 'If it was deleted, it can be restored from a recovery point.', then: `restore ${arn}` }
  return told.map(it => (it.rule === 'resource-exists' ? { ...it, fix } : it))
}
