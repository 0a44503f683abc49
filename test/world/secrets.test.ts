import { expect, it } from 'vitest'
import { startProcess } from './process.ts'

const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-73571-must-not-be-seen',
  SLACK_SIGNING_SECRET: 'signing-must-not-be-seen',
  AWS_SECRET_ACCESS_KEY: 'key-must-not-be-seen',
}
/** What people wrote, and where their answers go. */
const said = 'words-must-not-be-seen'
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'

it('no line of the log holds a secret, what people wrote, a policy, or where an answer is posted', {
  timeout: 60_000,
}, async () => {
  const { aws, botUrl, command, cutSlack, log, logged, stop } = await startProcess(secrets)
  await command(`check ${volume}`)
  await command(`policy ${volume}`)
  await command(`explain "${said} Given key ID is not accessible"`)
  await command(`${said} ${said}`)
  aws.faults.error('*', 50)
  await command(`check ${volume}`)
  aws.faults.clear()
  aws.faults.throttle('*', 50)
  await command(`policy ${volume}`)
  await fetch(botUrl, {
    method: 'POST',
    body: said,
    headers: { 'x-slack-signature': `v0=${said}`, 'x-slack-request-timestamp': '1' },
  })
  // A channel that is gone: the answers cannot be delivered, which is logged.
  cutSlack()
  aws.faults.clear()
  await command('help')
  const posted = /"message":"posted"(?:[\s\S]*"message":"posted"){4}/
  await logged(new RegExp(`(${posted.source})`))
  await stop()

  expect(log()).toContain('"message":"acknowledged"')
  expect(log()).toContain('"message":"aws"')
  const found = [...Object.values(secrets), said, 'slack/respond/', 'kms:ViaService', 'CentralBackup'].filter(it =>
    log().includes(it),
  )
  expect(found).toEqual([])
})
