import * as z from 'zod'

// The shapes that others rely on, written out once more: what is printed must fit them.
const answer = z.enum(['yes', 'no', 'unsure', 'by choice'])
const evidence = z.object({
  call: z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/),
  field: z.string().min(1),
  value: z.string(),
})
const fix = z.object({ say: z.string().min(1), then: z.string().optional() })

export const finding = z.object({
  rule: z.string().regex(/^[a-z0-9-]+$/),
  stage: z.enum(['selected', 'backed up', 'copied']),
  outcome: z.enum(['ok', 'blocked', 'advice', 'by choice', 'unknown']),
  authority: z.enum(['aws', 'house']),
  because: z.string().min(1),
  evidence: z.array(evidence),
  fix,
  source: z.url({ protocol: /^https$/ }),
})

const shapeOfCheck = z.object({
  schema: z.literal('backup-bot/check/1'),
  resource: z.object({ arn: z.string(), account: z.string(), region: z.string(), type: z.string(), name: z.string() }),
  verdict: answer,
  verdictByAws: answer,
  stages: z.object({ selected: answer, 'backed up': answer, copied: answer }),
  encryption: z.object({
    kind: z.enum(['none', 'aws-owned', 'aws-managed', 'customer', 'unknown']),
    keys: z.array(z.string()),
  }),
  findings: z.array(finding),
  unchecked: z.array(z.string()),
  checkedAt: z.iso.datetime(),
})

type Judged = Pick<z.output<typeof finding>, 'outcome'>
const folded = (findings: readonly Judged[]) => {
  const has = (outcome: Judged['outcome']) => findings.some(it => it.outcome === outcome)
  return has('blocked') ? 'no' : has('unknown') ? 'unsure' : has('by choice') ? 'by choice' : 'yes'
}

/** The shape, and verdicts that follow from the findings as the contract says. */
export const checkResult = shapeOfCheck.superRefine(({ verdict, verdictByAws, stages, findings }, context) => {
  const holds = (path: string, given: string, judged: readonly Judged[]) => {
    const expected = folded(judged)
    // One fact that was not read is told once, and leaves open whatever needed it.
    const leftOpen = given === 'unsure' && expected !== 'no' && findings.some(it => it.outcome === 'unknown')
    if (given !== expected && !leftOpen)
      context.addIssue({ code: 'custom', path: [path], message: `${given}, not ${expected}` })
  }
  holds('verdict', verdict, findings)
  holds(
    'verdictByAws',
    verdictByAws,
    findings.filter(it => it.authority === 'aws'),
  )
  for (const stage of ['selected', 'backed up', 'copied'] as const)
    holds(
      stage,
      stages[stage],
      findings.filter(it => it.stage === stage),
    )
})

export const explainResult = z.object({
  schema: z.literal('backup-bot/explain/1'),
  failure: z.object({
    kind: z.enum(['copy', 'backup']),
    job: z.string(),
    account: z.string(),
    region: z.string(),
    resource: z.string().nullable(),
    message: z.string().nullable(),
    category: z.string().nullable(),
    at: z.string().nullable(),
  }),
  diagnosis: z.enum(['explained', 'unrecognised']),
  causes: z.array(
    z.object({
      id: z.string(),
      sure: z.enum(['confirmed', 'likely', 'fixed since']),
      because: z.string().min(1),
      whoActs: z.string().min(1),
      rerun: z.string().min(1),
      fix,
      source: z.url(),
    }),
  ),
  deadline: z.iso.datetime().nullable(),
  findings: z.array(finding),
})

const proved = z.object({
  principal: z.string(),
  action: z.string(),
  via: z.string().optional(),
  allowed: z.union([z.boolean(), z.literal('unknown')]),
  because: z.string().min(1),
  statement: z.string().optional(),
})

export const policyResult = z.object({
  schema: z.literal('backup-bot/policy/1'),
  need: z.enum(['nothing', 'statements', 'another key', 'unknown']),
  because: z.string().min(1),
  key: z
    .object({ arn: z.string(), manager: z.string(), state: z.string(), account: z.string(), region: z.string() })
    .nullable(),
  for: z.array(z.string()),
  missing: z.array(z.string().startsWith('kms:')),
  statements: z.array(z.record(z.string(), z.unknown())),
  policy: z.record(z.string(), z.unknown()).nullable(),
  bytes: z.number(),
  proof: z.object({ before: z.array(proved), after: z.array(proved), outsiders: z.array(proved) }),
  cautions: z.array(z.string()),
})
