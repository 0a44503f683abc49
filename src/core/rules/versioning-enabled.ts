import { s3 } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const versioningEnabled = rule({
  id: 'versioning-enabled',
  title: 'Versioning is enabled on the bucket',
  stage: 'backed up',
  authority: 'aws',
  source: s3,
  needs: ['versioning'],
  judge: ({ versioning }, { resource }) => {
    const fix = { say: `Turn versioning on for ${resource.name}, with a lifecycle rule for old versions.` }
    switch (versioning) {
      case 'Enabled':
        return ok('Versioning is enabled.')
      case 'Suspended':
        return blocked(
          'Versioning is suspended. AWS’s guide says that it must be enabled and is silent on suspended; the bot takes it at its word.',
          fix,
        )
      case 'Off':
        return blocked('Versioning was never turned on: AWS Backup backs up versioned buckets only.', fix)
    }
  },
})
