import { KMS } from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { as, failing, keyNamed, placeIn, serve, shop } from './started.ts'

const running = serve()

describe('a grant', () => {
  const grant = (more: object = {}) => ({
    KeyId: keyNamed(placeIn(running.world, shop), 'shop-data'),
    GranteePrincipal: `arn:aws:iam::${shop}:role/backup-bot-read`,
    Operations: ['Decrypt' as const],
    ...more,
  })
  const kms = () => new KMS(as(running.url, shop))

  it('is neither made nor revoked by a dry run', async () => {
    const asked = grant({ Name: 'dry' })
    const { GrantId } = await kms().createGrant(asked)
    const before = await kms().listGrants({ KeyId: asked.KeyId })
    for (const call of [
      () => kms().createGrant({ ...asked, Name: 'other', DryRun: true }),
      () => kms().revokeGrant({ KeyId: asked.KeyId, GrantId, DryRun: true }),
    ])
      expect((await failing(call())).name).toBe('DryRunOperationException')
    expect((await kms().listGrants({ KeyId: asked.KeyId })).Grants).toEqual(before.Grants)
  })

  it('is the same when it is asked for again under its name', async () => {
    const one = await kms().createGrant(grant({ Name: 'once' }))
    const again = await kms().createGrant(grant({ Name: 'once' }))
    const other = await kms().createGrant(grant({ Name: 'once', Operations: ['Encrypt'] }))
    expect(again.GrantId).toBe(one.GrantId)
    expect(again.GrantToken).not.toBe(one.GrantToken)
    expect(other.GrantId).not.toBe(one.GrantId)
  })
})
