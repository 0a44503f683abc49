import type { Backup } from '@aws-sdk/client-backup'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

export const settingsAnswers = {
  // AWS never leaves out one of the two.
  DescribeRegionSettings: (_input, { place }) => ({
    ResourceTypeOptInPreference: {},
    ResourceTypeManagementPreference: {},
    ...place.backup.RegionSettings,
  }),

  UpdateRegionSettings: (input, { place }) => {
    const settings = place.backup.RegionSettings
    const { ResourceTypeOptInPreference: optIn, ResourceTypeManagementPreference: management } = input
    settings.ResourceTypeOptInPreference = { ...settings.ResourceTypeOptInPreference, ...optIn }
    settings.ResourceTypeManagementPreference = { ...settings.ResourceTypeManagementPreference, ...management }
    return {}
  },

  DescribeGlobalSettings: (_input, { world, account, now }) => {
    if (world.accounts[account]?.outside)
      throw refuse('InvalidRequestException', 'Your account is not a member of an organization.')
    return {
      GlobalSettings: { isCrossAccountBackupEnabled: String(world.organisation.crossAccountBackup) },
      LastUpdateTime: now,
    }
  },

  UpdateGlobalSettings: ({ GlobalSettings = {} }, { world, account }) => {
    if (account !== world.organisation.management)
      throw refuse('InvalidRequestException', 'Your account is not the management account of an organization.')
    const { isCrossAccountBackupEnabled: value, ...others } = GlobalSettings
    if (Object.keys(others).length > 0 || (value !== 'true' && value !== 'false')) {
      throw refuse('InvalidParameterValueException', 'Invalid GlobalSettings')
    }
    world.organisation.crossAccountBackup = value === 'true'
    return {}
  },
} satisfies AnswersOf<Backup>
