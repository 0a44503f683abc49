/** Numbers that AWS holds to its models before an operation sees them: least, and most where there is one. */
const ranges: Readonly<Record<string, Readonly<Record<string, readonly [number, number?]>> | undefined>> = {
  'dynamodb:ListTables': { Limit: [1, 100] },
  'elasticfilesystem:DescribeFileSystems': { MaxItems: [1] },
  'fsx:DescribeDataRepositoryAssociations': { MaxResults: [1] },
  'fsx:DescribeFileSystems': { MaxResults: [1] },
  'fsx:DescribeVolumes': { MaxResults: [1] },
  'kms:ListAliases': { Limit: [1, 100] },
  'kms:ListGrants': { Limit: [1, 100] },
  'kms:ListKeyPolicies': { Limit: [1, 1000] },
  'kms:ListKeys': { Limit: [1, 1000] },
  'kms:ScheduleKeyDeletion': { PendingWindowInDays: [7, 30] },
  'organizations:ListDelegatedAdministrators': { MaxResults: [1, 20] },
  'redshift-serverless:ListNamespaces': { maxResults: [1, 100] },
  's3:ListBuckets': { MaxBuckets: [1, 10_000] },
  'ssm-sap:ListDatabases': { MaxResults: [1, 50] },
  'storagegateway:ListVolumes': { Limit: [1] },
  'sts:AssumeRole': { DurationSeconds: [900, 43_200] },
  'timestream:ListTables': { MaxResults: [1, 20] },
}

/** What is wrong with the first number that is out of its range, in AWS's words. */
export const outOfRange = (operation: string, input: Readonly<Record<string, unknown>>): string | undefined => {
  for (const [member, [least, most = Infinity]] of Object.entries(ranges[operation] ?? {})) {
    const value = input[member]
    if (typeof value !== 'number' || Number.isNaN(value) || (value >= least && value <= most)) continue
    const at = member.charAt(0).toLowerCase() + member.slice(1)
    const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`
    return `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must have value ${bound}`
  }
  return undefined
}
