/** Settings of an SDK client for an account's administrator: the access key id is the account's own number. */
export const administrator = (endpoint: string, { account, region }: { account: string; region: string }) => ({
  endpoint,
  region,
  credentials: { accessKeyId: account, secretAccessKey: 'playground' },
})
