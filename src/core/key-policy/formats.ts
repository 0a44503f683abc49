import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { PolicyFormat } from '../options.ts'
import type { Json, JsonObject } from './json.ts'
import type { Plan } from './plan.ts'
import { bytesOf, maxBytes } from './problems.ts'
import type { AllowStatement } from './statements.ts'

/** Indented where it fits: kms:PutKeyPolicy counts the white space too. */
export const printed = (json: Json): string => {
  const text = JSON.stringify(json, null, 2)
  return bytesOf(text) > maxBytes ? JSON.stringify(json) : text
}

/** Of a key that could not be read there is nothing to print but why. */
type PlanOrNone = Omit<Plan, 'key'> & { readonly key: Plan['key'] | null }
type Printable = Plan & { readonly policy: JsonObject; readonly inForce: JsonObject }

const difference = ({ key, inForce, policy }: Printable): string => {
  const [before, after] = [inForce, policy].map(it => `${JSON.stringify(it, null, 2)}\n`)
  return createTwoFilesPatch(
    `${key.arn} in force`,
    `${key.arn} merged`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    {
      headerOptions: FILE_HEADERS_ONLY,
    },
  )
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A quoted here-document takes the JSON as it is; no line of JSON can be its end mark. */
const commands = ({ key, policy }: Printable): string => {
  const options = `--key-id ${quoted(key.arn)} --policy-name default --region ${quoted(key.region)}`
  const put = (file: string) => `aws kms put-key-policy ${options} --policy ${quoted(`file://${file}`)}`
  const get = `aws kms get-key-policy ${options} --query Policy --output text`
  return `# 1. Keep what is in force. If somebody changed it since this plan was made, stop and make the plan again.
${get} > key-policy-before.json

# 2. The policy in force with the statements merged in.
cat > key-policy-after.json <<'END_OF_POLICY'
${printed(policy)}
END_OF_POLICY

# 3. Put it, unless there is nothing to go back to, and read it back.
test -s key-policy-before.json && ${put('key-policy-after.json')}
${get}

# Back to what was in force:
# ${put('key-policy-before.json')}
`
}

/** `$${` and `%%{` are Terraform's own escapes of its template marks. */
const hcl = (text: string): string => JSON.stringify(text).replace(/[$%](?=\{)/g, mark => mark + mark)
const hclList = (texts: readonly string[]): string => `[${texts.map(hcl).join(', ')}]`

const conditionsOf = (statement: AllowStatement) =>
  Object.entries(statement.Condition ?? {}).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => ({ test, variable, values: [values].flat() })),
  )

const terraformStatement = (statement: AllowStatement): string => {
  const conditions = conditionsOf(statement).map(
    ({ test, variable, values }) => `

    condition {
      test     = ${hcl(test)}
      variable = ${hcl(variable)}
      values   = ${hclList(values)}
    }`,
  )
  return `  statement {
    sid       = ${hcl(statement.Sid)}
    effect    = "Allow"
    actions   = ${hclList(statement.Action)}
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ${hclList([statement.Principal.AWS])}
    }${conditions.join('')}
  }`
}

const terraform = ({ key, statements }: Plan): string => `# For ${key.arn}
# Name this document in source_policy_documents of the one that makes the key's policy, or move its statements there.
data "aws_iam_policy_document" "central_backup" {
${statements.map(terraformStatement).join('\n\n')}
}
`

const literal = (value: Json, indent: number): string =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(indent)}`)

const cdk = ({ key, statements }: Plan): string => {
  const each = statements.map(
    it => `key.addToResourcePolicy(
  new iam.PolicyStatement({
    sid: ${JSON.stringify(it.Sid)},
    effect: iam.Effect.ALLOW,
    principals: [new iam.ArnPrincipal(${JSON.stringify(it.Principal.AWS)})],
    actions: ${literal(it.Action, 4)},
    resources: ['*'],${it.Condition === undefined ? '' : `\n    conditions: ${literal(it.Condition as unknown as Json, 4)},`}
  }),
)`,
  )
  return `// For ${key.arn}
// key: the kms.Key of this stack. addToResourcePolicy does nothing on a key that is imported (Key.fromKeyArn).
import * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'

declare const key: kms.Key

${each.join('\n\n')}
`
}

/** Block style with every text in double quotes, which YAML reads as JSON does. */
const yaml = (value: Json, indent: string): string => {
  const line = (it: Json, deeper: string): string =>
    typeof it === 'object' && it !== null ? `\n${yaml(it, deeper)}` : ` ${JSON.stringify(it)}`
  if (Array.isArray(value))
    return value
      .map(it =>
        typeof it === 'object' && it !== null
          ? `${indent}- ${yaml(it, `${indent}  `).trimStart()}`
          : `${indent}-${line(it, indent)}`,
      )
      .join('\n')
  if (typeof value !== 'object' || value === null) return `${indent}${JSON.stringify(value)}`
  return Object.entries(value)
    .map(([key, it]) => `${indent}${/^\w+$/.test(key) ? key : JSON.stringify(key)}:${line(it, `${indent}  `)}`)
    .join('\n')
}

const cloudformation = ({ key, statements }: Plan): string => `# For ${key.arn}
# Add to KeyPolicy of its AWS::KMS::Key (or AWS::KMS::ReplicaKey).
KeyPolicy:
  Statement:
${yaml(statements as unknown as Json, '    ')}
`

const isPrintable = (plan: PlanOrNone): plan is Printable =>
  plan.key !== null && plan.policy !== null && plan.inForce !== null

/**
 * The plan as text to use: JSON of the statements or of the whole merged policy, a unified diff, shell commands,
 * Terraform, CDK (TypeScript) or CloudFormation (YAML). With nothing to add, all but the first two are one comment line.
 */
export const formatPlan = (plan: PlanOrNone, format: PolicyFormat): string => {
  if (format === 'statements') return `${JSON.stringify(plan.statements, null, 2)}\n`
  const comment = (text: string) => `${format === 'cdk' ? '//' : '#'} ${text.replaceAll(/\s+/g, ' ')}\n`
  if (!isPrintable(plan)) return comment(`No policy to show: ${plan.because}`)
  if (format === 'policy') return `${printed(plan.policy)}\n`
  if (plan.statements.length === 0) return comment(`Nothing to add: ${plan.because}`)
  switch (format) {
    case 'diff':
      return difference(plan)
    case 'cli':
      return commands(plan)
    case 'terraform':
      return terraform(plan)
    case 'cdk':
      return cdk(plan)
    case 'cloudformation':
      return cloudformation(plan)
  }
}

/** Several plans in one text: JSON by the ARN of the key, everything else one after the other. */
export const formatPlans = (plans: readonly PlanOrNone[], format: PolicyFormat): string => {
  const [first] = plans
  if (first && plans.length === 1) return formatPlan(first, format)
  if (format !== 'statements' && format !== 'policy') return plans.map(it => formatPlan(it, format)).join('\n')
  const each = plans.flatMap(it => (it.key ? [[it.key.arn, format === 'policy' ? it.policy : it.statements]] : []))
  return `${JSON.stringify(Object.fromEntries(each), null, 2)}\n`
}
